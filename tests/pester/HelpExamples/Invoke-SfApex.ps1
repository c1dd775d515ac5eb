# Apex files, one of which throws, and an Apex REST service for orders.
$null = New-Item -ItemType Directory ./scripts/nightly
"insert new Account(Name = 'One');" | Set-Content ./scripts/nightly/1-accounts.apex
"insert new Contact(LastName = 'One');" | Set-Content ./scripts/nightly/2-contacts.apex
'Integer i;', 'i = 1 / 0;' | Set-Content ./scripts/broken.apex
$answer = @{ contains = '1 / 0'; success = $false; line = 2; column = 1; exceptionMessage = 'System.MathException: Divide by 0'; exceptionStackTrace = 'AnonymousBlock: line 2, column 1' }
Invoke-OrgAdmin $Org Post anonymous-apex $answer
Invoke-OrgAdmin $Org Delete faults
Add-OrgFault $Org @{ path = '/services/apexrest/orders'; status = 200; body = '{"id":"42","status":"new"}'; times = 0 }
