[pscustomobject]@{ FirstName = 'Noor'; LastName = 'Haddad'; Email = 'noor@example.com' } | Export-Csv ./contacts.csv

# The second row cannot be saved: a contact needs a last name.
[pscustomobject]@{ LastName = 'Lind'; Email = 'lind@example.com' }, [pscustomobject]@{ LastName = ''; Email = 'nameless@example.com' } | Export-Csv ./new-contacts.csv
