BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -ApiVersion 68.0
    $accountId = (Invoke-SfRest sobjects/Account -Method Post -Body @{ Name = 'Files' }).id
    $folder = (New-Item -ItemType Directory (Join-Path $TestDrive in)).FullName
    Set-Content (Join-Path $folder a.txt) 'alpha' -NoNewline
    Set-Content (Join-Path $folder b.txt) 'beta!' -NoNewline
}
AfterAll { Stop-TestOrg $org }

Describe 'Send-SfFile' {
    BeforeEach { Clear-OrgRequest $org }

    It 'uploads a file and returns its version and document' {
        $file = Send-SfFile (Join-Path $folder a.txt) -Title 'First letter' -Description 'Greek' -LinkTo $accountId
        $file.Id | Should -Match '^068\w{15}$'
        $file.ContentDocumentId | Should -Match '^069\w{15}$'
        $file.Title | Should -Be 'First letter'
        $file.Extension | Should -Be 'txt'
        $file.Size | Should -Be 5
        $file.VersionNumber | Should -Be '1'
        $file.Path | Should -Be (Join-Path $folder a.txt)
        $record = Invoke-SfRest "sobjects/ContentVersion/$($file.Id)"
        $record.Description | Should -Be 'Greek'
        $record.FirstPublishLocationId | Should -Be $accountId
        $file | Out-String -Width 100 | Should -Match "$($file.Id) +$($file.ContentDocumentId) +1 +5 First letter"
    }

    It 'uploads many: wildcards, Get-ChildItem, and rows of a table' {
        (Send-SfFile (Join-Path $folder *.txt)).Title | Should -Be @('a', 'b')
        (Get-ChildItem $folder | Send-SfFile).Title | Should -Be @('a', 'b')
        $rows = [pscustomobject]@{ Path = (Join-Path $folder a.txt); Title = 'Row 1'; LinkTo = $accountId }, [pscustomobject]@{ Path = (Join-Path $folder b.txt); Title = 'Row 2'; LinkTo = '' }
        ($rows | Send-SfFile).Title | Should -Be @('Row 1', 'Row 2')
    }

    It 'takes names literally with -LiteralPath' {
        $path = Join-Path $TestDrive 'x[1].txt'
        Set-Content -LiteralPath $path 'x'
        (Send-SfFile -LiteralPath $path).Title | Should -Be 'x[1]'
    }

    It 'creates another version' {
        $first = Send-SfFile (Join-Path $folder a.txt)
        $second = Send-SfFile (Join-Path $folder b.txt) -ContentDocumentId $first.ContentDocumentId
        $second.ContentDocumentId | Should -Be $first.ContentDocumentId
        $second.VersionNumber | Should -Be '2'
    }

    It 'fails for a file that does not exist, as Get-Item does' {
        $thrown = Get-ThrownError { Send-SfFile "$TestDrive/missing.txt" }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfFileNotFound,*'
        $thrown.CategoryInfo.Category | Should -Be ObjectNotFound
        $thrown.Exception.Message | Should -BeLike '*missing.txt*'
    }

    It 'names the file that fails, and uploads the others' {
        $files = 'a.txt', 'none.txt', 'b.txt' | ForEach-Object { Join-Path $folder $_ } | Send-SfFile -ErrorVariable errors -ErrorAction SilentlyContinue
        $files.Title | Should -Be @('a', 'b')
        $errors | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfFileNotFound,*'
        $errors[0].TargetObject | Should -Be (Join-Path $folder none.txt)
    }

    It 'sends nothing with -WhatIf' {
        Send-SfFile (Join-Path $folder a.txt) -WhatIf
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'sends nothing for <Case>' -ForEach @(
        @{ Case = 'a file that is not there'; Call = { Send-SfFile (Join-Path $folder none.txt) }; Id = 'SfFileNotFound' }
        @{ Case = 'a record and a document at once'; Call = { Send-SfFile (Join-Path $folder a.txt) -LinkTo $accountId -ContentDocumentId 069000000000001AAA }; Id = 'SfArgumentConflict' }
        @{ Case = 'several versions at once'; Call = { Send-SfFile (Join-Path $folder *.txt) -ContentDocumentId 069000000000001AAA }; Id = 'SfArgumentConflict' }
        @{ Case = 'an id that is none'; Call = { Send-SfFile (Join-Path $folder a.txt) -LinkTo 001 }; Id = 'SfIdInvalid' }
    ) {
        (Get-ThrownError $Call).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'shows Salesforce''s error' {
        $thrown = Get-ThrownError { Send-SfFile (Join-Path $folder a.txt) -LinkTo 001000000000000AAA }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRequestInvalid,*'
        $thrown.TargetObject | Should -Be (Join-Path $folder a.txt)
    }
}
