[pscustomobject]@{ LastName = 'Haddad'; Email = 'noor@example.com' }, [pscustomobject]@{ LastName = 'Weber'; Email = '' } | Export-Csv ./contacts.csv
[pscustomobject]@{ Number = 'A-0001'; Company = 'Example Company 1' }, [pscustomobject]@{ Number = 'A-7001'; Company = 'New Company' } | Export-Csv ./erp-customers.csv

# The second row cannot be saved: a contact needs a last name.
[pscustomobject]@{ LastName = 'Lind'; Email = 'lind@example.com' }, [pscustomobject]@{ LastName = ''; Email = 'nameless@example.com' } | Export-Csv ./new-contacts.csv
