# The same calls with jsforce and with the module, each against its own org with the same content, so that even the ids of new records
# agree. The calls are in the order of same-calls.mjs: later calls read what earlier ones wrote.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'NodeClients.psm1') -Force
    $reason = Get-NoClientReason jsforce
    if ($reason) { Write-Warning "Skipped: $reason." }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'NodeClients.psm1') -Force
    if (Get-NoClientReason jsforce) { return }
    $fields = 'Id, IsDeleted, Name, FirstName, LastName, AccountId, Email, Phone, Title, Department, LeadSource, MailingCity, Birthdate, DoNotCall, Description, OwnerId, External_Id__c, CreatedDate, CreatedById, LastModifiedDate, LastModifiedById, SystemModstamp'
    $soql = @{
        pages = "SELECT $fields FROM Contact ORDER BY Id"
        parents = 'SELECT Id, Name, Amount, Probability, IsWon, CloseDate, Account.Name, Account.AnnualRevenue, Account.Parent.Name, Account.Owner.Username FROM Opportunity ORDER BY Name'
        children = 'SELECT Name, NumberOfEmployees, (SELECT Id, LastName, Account.Name FROM Contacts ORDER BY Email), (SELECT Subject, IsClosed FROM Cases) FROM Account ORDER BY Name'
        count = 'SELECT COUNT() FROM Contact WHERE DoNotCall = true'
        groups = 'SELECT StageName, IsWon won, COUNT(Id), SUM(Amount) total, AVG(Probability), MIN(CloseDate), MAX(Account.Name) last FROM Opportunity GROUP BY StageName, IsWon ORDER BY StageName'
        owners = 'SELECT LastName, Owner.Username, Owner.IsActive, CreatedBy.Name, Account.Name FROM Contact WHERE OwnerId != null ORDER BY Id'
        deleted = "SELECT $fields FROM Contact WHERE IsDeleted = true OR LastName = 'Abbott' ORDER BY Id"
        bulk = "SELECT $($fields -replace 'Description, '), Account.Name FROM Contact ORDER BY Id"
        tooling = 'SELECT Id, Name, NamespacePrefix, ApiVersion, Status, IsValid, LengthWithoutComments, CreatedDate FROM ApexClass ORDER BY Name'
    }
    $one = [ordered]@{ LastName = "O'Neil"; FirstName = 'Søren "Ø"'; Email = 'one@example.com'; Birthdate = '1999-12-31'; DoNotCall = $true
        Description = "two`nlines, \ and 日本" }
    $several = @([ordered]@{ LastName = 'First'; Phone = $null }, [ordered]@{ FirstName = 'Nameless' },
        [ordered]@{ LastName = 'Third'; Birthdate = '1999-13-31' }, [ordered]@{ LastName = 'Fourth'; DoNotCall = $true })
    $changes = [ordered]@{ Title = 'Ingénieure'; Birthdate = $null; DoNotCall = $false }
    $upserts = @([ordered]@{ External_Id__c = 'C-000002'; Title = 'Changed' },
        [ordered]@{ External_Id__c = 'new-1'; LastName = 'Upserted' }, [ordered]@{ External_Id__c = 'new-2' })
    $bulk = @([ordered]@{ LastName = 'Bulk, "1"'; Email = 'bulk@example.com'; DoNotCall = 'true' },
        [ordered]@{ LastName = ''; Email = 'nameless@example.com'; DoNotCall = 'false' },
        [ordered]@{ LastName = "Bulk`n2"; Email = ''; DoNotCall = '' })
    $subrequests = @(
        [ordered]@{ method = 'POST'; url = '/services/data/v68.0/sobjects/Account'; referenceId = 'account'; body = @{ Name = 'Composed' } }
        [ordered]@{ method = 'POST'; url = '/services/data/v68.0/sobjects/Contact'; referenceId = 'contact'
            body = @{ LastName = 'Composed'; AccountId = '@{account.id}' } }
        [ordered]@{ method = 'GET'; url = '/services/data/v68.0/sobjects/Contact/@{contact.id}?fields=LastName,AccountId,DoNotCall,Phone'
            referenceId = 'read' }
        [ordered]@{ method = 'PATCH'; url = '/services/data/v68.0/sobjects/Contact/@{contact.id}'; referenceId = 'change'
            body = @{ Title = 'Changed' } }
        [ordered]@{ method = 'POST'; url = '/services/data/v68.0/sobjects/Contact'; referenceId = 'refused'
            body = @{ FirstName = 'Nameless' } }
    )
    $tree = @{ records = @([ordered]@{
            attributes = @{ type = 'Account'; referenceId = 'parent' }; Name = 'Rooted'
            Contacts = @{ records = @([ordered]@{ attributes = @{ type = 'Contact'; referenceId = 'child1' }; LastName = 'Leaf 1' },
                [ordered]@{ attributes = @{ type = 'Contact'; referenceId = 'child2' }; LastName = 'Leaf 2' }) }
        })
    }
    $apex = "System.debug('ü & + #');"
    $brokenApex = "Integer i;`ni = foo;"
    $file = Join-Path $TestDrive 'Bild ü.bin'
    [IO.File]::WriteAllBytes($file, [byte[]] (0..255))
    $echoed = [ordered]@{ text = 'ü "x"'; number = 1.5; list = @(1, $null, $true) }

    $theirs = Start-TestOrg -Records 250
    $org = Start-TestOrg -Records 250
    foreach ($each in $theirs, $org) {
        Set-OrgSetting $each @{ maxPageSize = 200; nestedPageSize = 7; bulk = @{ resultPageSize = 1000 } }
        Invoke-OrgAdmin $each Post anonymous-apex @{ contains = 'foo'; compiled = $false; success = $false; line = 2; column = 5
            compileProblem = 'Variable does not exist: foo' }
    }
    $given = Invoke-Jsforce same-calls.mjs $theirs @{
        soql = $soql
        search = 'FIND {Dvořák} IN ALL FIELDS RETURNING Contact(Id, Name, Email, DoNotCall), Account(Id, Name) LIMIT 9'
        contacts = @{ one = $one; several = $several; changes = $changes; upserts = $upserts; bulk = $bulk }
        composite = @{ compositeRequest = $subrequests }
        tree = $tree
        apex = $apex
        brokenApex = $brokenApex
        file = @{ fields = @{ Title = 'Ein Bild'; PathOnClient = 'Bild ü.bin' }
            base64 = [Convert]::ToBase64String([IO.File]::ReadAllBytes($file)) }
        echoed = $echoed
    }
    foreach ($name in 'theirs', 'org') {
        $signIn = (Get-Variable $name -ValueOnly).SignIn
        $null = Connect-SfJwt @signIn -ApiVersion 68.0 -Name $name
    }

    # The result of a record as in the REST API, with `created` if the response has it.
    function ConvertTo-SaveResult([switch] $Created) {
        process {
            $result = [ordered]@{}
            if ($_.Id) { $result.id = $_.Id }
            $result.success = $_.Success
            $result.errors = @($_.Errors | ForEach-Object { [ordered]@{ statusCode = $_.ErrorCode; message = $_.Message
                fields = $_.Fields } })
            if ($Created -and $_.Success) { $result.created = $_.Created }
            $result
        }
    }

    # The members of descriptions that the module returns, with its names for them.
    function Select-Described($Elements, [Collections.IDictionary] $Names) {
        , @(foreach ($element in $Elements) {
                $members = [ordered]@{}
                foreach ($name in $Names.Keys) { $members[$Names[$name]] = $element.GetProperty($name) }
                $members
            })
    }
    function Select-Own($Objects, [Collections.IDictionary] $Names) {
        , @(foreach ($object in $Objects) {
                $members = [ordered]@{}
                foreach ($name in $Names.Values) { $members[$name] = $object.$name }
                $members
            })
    }
}
AfterAll { $theirs, $org | Where-Object { $_ } | ForEach-Object { Stop-TestOrg $_ } }

Describe 'jsforce and the module return the same' -Skip:([bool] $reason) {
    It 'limits' {
        $limits = [ordered]@{}
        Get-SfLimit | ForEach-Object { $limits[$_.Name] = [ordered]@{ Max = $_.Max; Remaining = $_.Remaining } }
        $limits.Count | Should -BeGreaterThan 30
        # Each has made other calls.
        $limits.DailyApiRequests.Remaining = $given.limits.GetProperty('DailyApiRequests').GetProperty('Remaining').GetInt32()
        Assert-SameData $given.limits $limits
    }

    It 'list of objects' {
        $names = [ordered]@{ name = 'Name'; label = 'Label'; labelPlural = 'LabelPlural'; keyPrefix = 'KeyPrefix'; custom = 'IsCustom'
            customSetting = 'IsCustomSetting'; createable = 'IsCreateable'; updateable = 'IsUpdateable'; deletable = 'IsDeletable'
        queryable = 'IsQueryable'; retrieveable = 'IsRetrieveable'; searchable = 'IsSearchable' }
        Assert-SameData (Select-Described $given.objects.EnumerateArray() $names) (Select-Own (Get-SfObject) $names)
    }

    It 'description of an object' {
        $contact = Get-SfObject Contact
        $names = [ordered]@{
            name = 'Name'; label = 'Label'; type = 'Type'; length = 'Length'; precision = 'Precision'; scale = 'Scale'; custom = 'IsCustom'
            nillable = 'IsNillable'; createable = 'IsCreateable'
            updateable = 'IsUpdateable'; unique = 'IsUnique'; externalId = 'IsExternalId'; nameField = 'IsNameField'
            calculated = 'IsCalculated'; filterable = 'IsFilterable'; sortable = 'IsSortable'
            groupable = 'IsGroupable'; referenceTo = 'ReferenceTo'; relationshipName = 'RelationshipName'
            restrictedPicklist = 'IsRestrictedPicklist'; controllerName = 'ControllerName'; inlineHelpText = 'HelpText'
        }
        Assert-SameData (Select-Described $given.object.GetProperty('fields').EnumerateArray() $names) (Select-Own $contact.Fields $names)

        $names = [ordered]@{ value = 'Value'; label = 'Label'; active = 'IsActive'; defaultValue = 'IsDefault' }
        $theirValues = foreach ($field in $given.object.GetProperty('fields').EnumerateArray()) { ,
            (Select-Described $field.GetProperty('picklistValues').EnumerateArray() $names) }
        Assert-SameData $theirValues @(foreach ($field in $contact.Fields) { , (Select-Own $field.PicklistValues $names) })

        $names = [ordered]@{ relationshipName = 'Name'; childSObject = 'ChildObject'; field = 'Field'; cascadeDelete = 'IsCascadeDelete' }
        Assert-SameData (Select-Described $given.object.GetProperty('childRelationships').EnumerateArray() $names) (Select-Own $contact.ChildRelationships $names)
    }

    It 'every page of a query' {
        Assert-SameData $given.pages (Invoke-SfQuery $soql.pages)
        $given.pages.GetArrayLength() | Should -Be 250
        @(Get-OrgRequest $theirs | Where-Object path -Like '*/query/*').Count | Should -BeGreaterThan 1
    }

    It 'parents' {
        Assert-SameData $given.parents (Invoke-SfQuery $soql.parents)
    }

    It 'child queries with pages of their own' {
        Assert-SameData $given.children (Invoke-SfQuery $soql.children)
    }

    It 'COUNT()' {
        Assert-SameData $given.count (Invoke-SfQuery $soql.count)
    }

    It 'groups' {
        Assert-SameData $given.groups (Invoke-SfQuery $soql.groups)
    }

    It 'IN, LIKE and NOT in order, with a limit and an offset' {
        $found = Invoke-SfQuery 'SELECT Id, LastName, FirstName, MailingCity, DoNotCall FROM Contact WHERE LastName IN :names AND Email LIKE :email AND (NOT MailingCity = :city) AND DoNotCall = :call ORDER BY LastName DESC, Id LIMIT 7 OFFSET 3' @{
            names = 'Abbott', "O'Neil", 'Dvořák', 'Kim'; email = 'contact%@example.com'; city = 'Osaka'; call = $false
        }
        Assert-SameData $given.find $found
    }

    It 'search' {
        Assert-SameData $given.search (Search-SfRecord 'Dvořák' -Returning ([ordered]@{ Contact = 'Id', 'Name', 'Email', 'DoNotCall'
            Account = 'Id', 'Name' }) -First 9)
    }

    It 'record with all fields' {
        Assert-SameData $given.one (Get-SfRecord Contact 003gL0000000003QAA)
    }

    It 'records by their ids' {
        Assert-SameData $given.several (Get-SfRecord Contact 003gL0000000007QAA, 003gL0000000001QAA -Field LastName, Birthdate, Phone)
    }

    It 'result of a new record' {
        $created = New-SfRecord Contact $one
        Assert-SameData $given.createOne ($created | ConvertTo-SaveResult)
    }

    It 'results of several new records, with failures' {
        Assert-SameData $given.createSeveral @($several | New-SfRecord Contact -ErrorAction SilentlyContinue | ConvertTo-SaveResult)
    }

    It 'result of a change' {
        $id = $given.createOne.GetProperty('id').GetString()
        Assert-SameData $given.update (Set-SfRecord Contact $id $changes | ConvertTo-SaveResult)
    }

    It 'results of an upsert that changes one, creates one, and fails at one' {
        Assert-SameData $given.upsert @($upserts | Set-SfRecord Contact -ExternalId External_Id__c -ErrorAction SilentlyContinue |
            ConvertTo-SaveResult -Created)
    }

    It 'parents of new records' {
        Assert-SameData $given.owners (Invoke-SfQuery $soql.owners)
    }

    It 'result of a deletion' {
        $id = $given.createSeveral[0].GetProperty('id').GetString()
        Assert-SameData $given.delete (Remove-SfRecord $id | ConvertTo-SaveResult)
    }

    It 'records with deleted ones among them' {
        $records = Invoke-SfQuery $soql.deleted -IncludeDeleted
        $records.IsDeleted | Should -Contain $true
        Assert-SameData $given.deleted $records
    }

    It 'answers of a composite request, with a failure' {
        $answers = Invoke-SfComposite $subrequests -ErrorAction SilentlyContinue | ForEach-Object {
            [ordered]@{ body = $_.Body; httpHeaders = $_.Headers; httpStatusCode = $_.StatusCode; referenceId = $_.ReferenceId }
        }
        Assert-SameData $given.composite $answers
    }

    It 'results of a tree' {
        Assert-SameData $given.tree (Invoke-SfRest composite/tree/Account -Method Post -Body $tree).results
    }

    It 'rows of a bulk ingest job that were written, and that failed' {
        $result = $bulk | Import-SfBulk Contact Insert -ErrorAction SilentlyContinue
        Assert-SameData $given.bulkIngest ([ordered]@{
                state = "$($result.Jobs.State)"; numberRecordsProcessed = $result.RecordsProcessed
                numberRecordsFailed = $result.RecordsFailed
                successfulResults = @(Receive-SfBulkJob $result.Jobs.Id -Result Successful)
                failedResults = @(Receive-SfBulkJob $result.Jobs.Id -Result Failed)
            }) -Csv
    }

    It 'rows of a bulk query' {
        $rows = Export-SfBulk $soql.bulk
        $rows[0].PSTypeNames[0] | Should -Be 'Salesforce.Contact'
        # jsforce does not know the type of these rows.
        Assert-SameData $given.bulkQuery ($rows | Select-Object *) -Csv
    }

    It 'end of anonymous Apex' {
        # A failure is an error here, with the same position in the code.
        $given.apex.GetProperty('success').GetBoolean() | Should -BeTrue
        (Invoke-SfApex $apex).Success | Should -BeTrue
        $failure = Get-ThrownError { Invoke-SfApex $brokenApex }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SfApexCompileFailed,*'
        $given.apexFailure.GetProperty('compiled').GetBoolean() | Should -BeFalse
        $failure.Exception.Line | Should -Be $given.apexFailure.GetProperty('line').GetInt32()
        $failure.Exception.Column | Should -Be $given.apexFailure.GetProperty('column').GetInt32()
        $failure.ErrorDetails.Message | Should -BeLike "*: $($given.apexFailure.GetProperty('compileProblem').GetString())*"
    }

    It 'answer of the Tooling API' {
        Assert-SameData $given.tooling (Invoke-SfQuery $soql.tooling -Tooling)
    }

    It 'file that was uploaded, and its bytes back' {
        $uploaded = Send-SfFile $file -Title 'Ein Bild'
        Assert-SameData $given.upload (Get-SfRecord ContentVersion $uploaded.Id)
        $saved = Save-SfFile $uploaded.Id -OutFile (Join-Path $TestDrive back.bin)
        Assert-SameData $given.download ([Convert]::ToBase64String([IO.File]::ReadAllBytes($saved)))
    }

    It 'answer of Apex REST' {
        # The request to the service without headers, which differ between clients.
        $names = [ordered]@{ method = 'method'; path = 'path'; query = 'query'; body = 'body' }
        $answer = Invoke-SfApex -RestPath 'echo?a=1' -Method Post -Body $echoed
        $answer.body | Should -BeLike '{"text":"ü*'
        Assert-SameData (Select-Described @($given.apexRest) $names) (Select-Own $answer $names)
    }

    It 'records in the org in the end' {
        foreach ($query in "SELECT $fields FROM Contact ORDER BY Id", 'SELECT FIELDS(ALL) FROM Account ORDER BY Id LIMIT 200',
            'SELECT FIELDS(ALL) FROM ContentVersion LIMIT 200') {
            Assert-SameData @(Invoke-SfQuery $query -IncludeDeleted -Connection theirs) @(Invoke-SfQuery $query -IncludeDeleted)
        }
    }
}
