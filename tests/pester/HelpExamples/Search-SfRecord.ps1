'contact000001@example.com', 'nobody@example.com' | Set-Content ./addresses.txt
