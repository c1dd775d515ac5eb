BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg -Records 300
    . (Join-Path $PSScriptRoot 'RecordHelpers.ps1')
}
AfterAll { Stop-TestOrg $org }

Describe 'Set-SfRecord' {
    BeforeEach {
        $tag = Reset-RecordTest
        $ids = (New-Row 3 | New-SfRecord Contact).Id
        $null = Clear-OrgRequest $org
    }

    It 'changes one record, and several in the same way' {
        (Set-SfRecord Contact $ids[0] @{ Title = 'One' }).Id | Should -Be $ids[0]
        $ids | Set-SfRecord Contact -Field @{ Email = 'all@example.com' } | ForEach-Object Success | Should -Be @($true, $true, $true)
        Get-Tagged $tag | Set-SfRecord -Field @{ Title = 'Boss' } | ForEach-Object Created | Should -Be @($false, $false, $false)
        $found = Get-Tagged $tag
        $found.Title | Should -Be @('Boss', 'Boss', 'Boss')
        $found.Email | Should -Be (@('all@example.com') * 3)
        $found.LastName | Should -Be @('N00001', 'N00002', 'N00003')
    }

    It 'saves the output of a query that a script changed, without -Type' {
        Get-Tagged $tag | ForEach-Object { $_.Title = "T-$($_.LastName)"; $_ } | Set-SfRecord | ForEach-Object Success | Should -Be @($true, $true, $true)
        (Get-Tagged $tag).Title | Should -Be @('T-N00001', 'T-N00002', 'T-N00003')
    }

    It 'names the fields of a record that cannot be written' {
        $records = Invoke-SfQuery 'SELECT Id, Title, CreatedDate FROM Contact WHERE Department = :tag' @{ tag = $tag }
        $null = $records | Set-SfRecord -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 3
        $errors[0].ErrorDetails.Message | Should -BeLike "*$($records[0].Id)*INVALID_FIELD_FOR_INSERT_UPDATE*CreatedDate*"
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*-ExcludeProperty CreatedDate (and -Type Contact*'
        $null = Invoke-SfQuery 'SELECT Id, Title, Account.Name FROM Contact WHERE AccountId != null LIMIT 1' | Set-SfRecord -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*-ExcludeProperty Account, Account.`* (and -Type Contact*'
        $records | Select-Object -ExcludeProperty CreatedDate | Set-SfRecord -Type Contact | ForEach-Object Success | Should -Be @($true, $true, $true)
    }

    It 'clears a field with $null and with an empty text, unless -SkipEmpty is set' {
        $null = $ids | Set-SfRecord Contact -Field @{ Title = 'T'; Birthdate = [DateOnly]::new(2000, 1, 1) }
        $null = "Id,Title,Birthdate,Email`n$($ids[0]),,,new@example.com" | ConvertFrom-Csv | Set-SfRecord Contact -SkipEmpty
        $null = "Id,Title,Birthdate`n$($ids[1]),," | ConvertFrom-Csv | Set-SfRecord Contact
        $null = Set-SfRecord Contact $ids[2] @{ Title = $null }
        $found = Get-Tagged $tag
        $found[0].Title, $found[0].Birthdate, $found[0].Email | Should -Be @('T', '2000-01-01', 'new@example.com')
        $found[1].Title, $found[1].Birthdate | Should -Be @($null, $null)
        $found[2].Title, $found[2].Birthdate | Should -Be @($null, '2000-01-01')
    }

    It 'sets and clears a parent by its external id in a column of its own' {
        $null = New-SfRecord Account @{ Name = $tag; External_Id__c = $tag }
        $null = Set-SfRecord Contact $ids[0] @{ 'Account.External_Id__c' = $tag }
        $null = "Id,Account.External_Id__c`n$($ids[1]),$tag`n$($ids[2]),$tag" | ConvertFrom-Csv | Set-SfRecord Contact
        $query = 'SELECT Account.Name FROM Contact WHERE Department = :tag ORDER BY LastName'
        (Invoke-SfQuery $query @{ tag = $tag }).Account.Name | Should -Be @($tag, $tag, $tag)
        $null = "Id,Account.External_Id__c,Title`n$($ids[0]),,T" | ConvertFrom-Csv | Set-SfRecord Contact -SkipEmpty
        $null = "Id,Account.External_Id__c,Title`n$($ids[1]),,T" | ConvertFrom-Csv | Set-SfRecord Contact
        $null = Set-SfRecord Contact $ids[2] @{ 'Account.External_Id__c' = $null }
        (Invoke-SfQuery $query @{ tag = $tag }) | ForEach-Object { $null -eq $_.Account } | Should -Be @($false, $true, $true)
        $result = Set-SfRecord Contact $ids[0] @{ 'Account.External_Id__c' = 'nobody' } -ErrorVariable errors -ErrorAction SilentlyContinue
        $result.Success | Should -BeFalse
        $errors[0].ErrorDetails.Message | Should -BeLike '*nobody*not found*'
    }

    It 'clears a field with #N/A and with the text of -NullValue, also with -SkipEmpty' {
        $null = $ids | Set-SfRecord Contact -Field @{ Title = 'T'; Email = 'all@example.com'; Birthdate = '2000-01-01' }
        $null = "Id,Title,Birthdate,Email`n$($ids[0]),#N/A,,#N/A" | ConvertFrom-Csv | Set-SfRecord Contact -SkipEmpty
        $null = "Id,Title,Birthdate,Email`n$($ids[1]),NULL,2001-01-01,#N/A" | ConvertFrom-Csv | Set-SfRecord Contact -NullValue NULL
        $null = Set-SfRecord Contact $ids[2] @{ Title = '#N/A'; Email = '-' } -NullValue -
        $found = Get-Tagged $tag
        $found.Title | Should -Be @($null, $null, $null)
        $found.Email | Should -Be @($null, $null, $null)
        $found.Birthdate | Should -Be @('2000-01-01', '2001-01-01', '2000-01-01')
    }

    It 'means the same with a CSV file as Import-SfBulk does' {
        $csv = "External_Id__c,LastName,Title,Email,Account.External_Id__c,Department`n" +
            "$tag-{0}1,A,#N/A,NULL,#N/A,$tag-{0}`n$tag-{0}2,B,,b@example.com,A-0001,$tag-{0}`n$tag-{0}3,C,C,,,$tag-{0}`n"
        'rest', 'bulk' | ForEach-Object {
            $world = $_
            $null = 1..3 | ForEach-Object { @{ External_Id__c = "$tag-$world$_"; LastName = 'X'; Title = 'Old'; Email = 'old@example.com'; 'Account.External_Id__c' = 'A-0002' } } |
                New-SfRecord Contact
            $csv -f $world | Set-Content "$TestDrive/$world.csv" -NoNewline
        }
        $null = Import-Csv "$TestDrive/rest.csv" | Set-SfRecord Contact -ExternalId External_Id__c -NullValue NULL -SkipEmpty
        $null = Import-SfBulk Contact Upsert -ExternalId External_Id__c -Path "$TestDrive/bulk.csv" -NullValue NULL
        $rest, $bulk = 'rest', 'bulk' | ForEach-Object {
            , @(Invoke-SfQuery 'SELECT LastName, Title, Email, Account.Name FROM Contact WHERE Department = :tag ORDER BY LastName' @{ tag = "$tag-$_" } | ConvertTo-Json -Depth 4)
        }
        $rest | Should -Be $bulk
        ($rest | ConvertFrom-Json).Title | Should -Be @($null, 'Old', 'C')
    }

    It 'upserts by an external id: updates existing records, creates others, names ambiguous ones' {
        $null = New-SfRecord Contact @{ LastName = 'Twin'; External_Id__c = "$tag-2" }
        $null = New-SfRecord Contact @{ LastName = 'Twin'; External_Id__c = "$tag-2" }
        (Set-SfRecord Contact -ExternalId External_Id__c -Field @{ External_Id__c = "$tag-1"; LastName = 'A' }).Created | Should -BeTrue
        $results = 1..3 | ForEach-Object { [pscustomobject]@{ External_Id__c = "$tag-$_"; LastName = 'B' } } |
            Set-SfRecord Contact -ExternalId External_Id__c -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Created | Should -Be @($false, $false, $true)
        $results.Success | Should -Be @($true, $false, $true)
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfMultipleMatches,*'
        $errors[0].ErrorDetails.Message | Should -BeLike "*$tag-2*"
    }

    It 'updates by an external id with -UpdateOnly, and never creates' {
        $null = "$tag-1", "$tag-2", "$tag-2" | ForEach-Object { @{ LastName = 'Old'; External_Id__c = $_ } } | New-SfRecord Contact
        $null = Clear-OrgRequest $org
        $results = "$tag-1", "$tag-2", "$tag-3" | ForEach-Object { [pscustomobject]@{ External_Id__c = $_; LastName = 'New'; Id = '' } } |
            Set-SfRecord Contact -ExternalId External_Id__c -UpdateOnly -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Success | Should -Be @($true, $false, $false)
        $results.Created | Should -Be @($false, $false, $false)
        $results.ExternalId | Should -Be @("$tag-1", "$tag-2", "$tag-3")
        Get-ErrorId $errors | Should -Be @('SfMultipleMatches', 'SfNotFound')
        (Get-OrgRequest $org)[-1].body | Should -Not -Match 'External_Id__c'
        (Get-OrgRequest $org)[-1].method | Should -Be PATCH
        (Invoke-SfQuery 'SELECT LastName FROM Contact WHERE External_Id__c LIKE :like ORDER BY External_Id__c' @{ like = "$tag-%" }).LastName | Should -Be @('New', 'Old', 'Old')
        (Set-SfRecord Contact -ExternalId External_Id__c -UpdateOnly -Field @{ External_Id__c = "$tag-1"; LastName = 'Newer' }).Success | Should -BeTrue
        (Set-SfRecord Contact -ExternalId Id -UpdateOnly -Field @{ Id = $ids[0]; LastName = 'ById' }).Id | Should -Be $ids[0]
        $result = Set-SfRecord Contact -ExternalId External_Id__c -UpdateOnly -Field @{ External_Id__c = "$tag-1" } -ErrorVariable errors -ErrorAction SilentlyContinue
        $result.Success | Should -BeFalse
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfRecordInvalid,*'
    }

    It 'rejects a record <Name>' -ForEach @(
        @{ Name = 'without Id'; Record = @{ Title = 'x' }; More = @{}; Id = 'SfRecordInvalid' }
        @{ Name = 'with an Id of the wrong length'; Record = @{ Id = '003'; Title = 'x' }; More = @{}; Id = 'SfIdInvalid' }
        @{ Name = 'with an Id that lost its case'; Record = @{ Id = '003GL0000000001QAA'; Title = 'x' }; More = @{}; Id = 'SfIdInvalid' }
        @{ Name = 'with an Id and no field'; Record = @{ Id = '003gL0000000001QAA' }; More = @{}; Id = 'SfRecordInvalid' }
        @{ Name = 'without its external id'; Record = @{ LastName = 'x' }; More = @{ ExternalId = 'External_Id__c' }; Id = 'SfRecordInvalid' }
        @{ Name = 'with the Id of another object'; Record = @{ Id = '001gL0000000001QAA'; Title = 'x' }; More = @{}; Id = 'SfRequestInvalid' }
    ) {
        $result = $Record | Set-SfRecord Contact @More -ErrorVariable errors -ErrorAction SilentlyContinue
        $result.Success | Should -BeFalse
        $errors.FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'rejects conflicting arguments, and an unknown external id field' {
        (Get-ThrownError { $ids[0] | Set-SfRecord Contact -Id $ids[1] -Field @{ Title = 'x' } }).FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
        (Get-ThrownError { Set-SfRecord Contact $ids[0] @{ Title = 'x' } -ExternalId External_Id__c }).FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
        (Get-ThrownError { Set-SfRecord Contact -Field @{ X__c = 'x'; LastName = 'y' } -ExternalId X__c }).FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
    }
}
