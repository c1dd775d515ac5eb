# The second row cannot be saved: a contact needs a last name.
$rows = [pscustomobject]@{ LastName = 'Lind'; Email = 'lind@example.com' }, [pscustomobject]@{ LastName = ''; Email = 'nameless@example.com' }
$rows | Export-Csv ./new-contacts.csv
$rows * 50 | Export-Csv ./all-contacts.csv
$null = Export-SfBulk 'SELECT Id, Name, Amount FROM Opportunity' -NoWait
