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

Describe 'Save-SfFile' {
    BeforeAll {
        $file = Send-SfFile (Join-Path $folder a.txt) -Title 'Report: 1/2'
        $other = Send-SfFile (Join-Path $folder b.txt)
    }
    BeforeEach { Clear-OrgRequest $org }

    It 'saves a version or a document''s latest under its own name, made safe' {
        $target = New-TestFolder
        $saved = Save-SfFile $file.Id -Path $target
        $saved | Should -BeOfType IO.FileInfo
        $saved.FullName | Should -Be (Join-Path $target 'Report_ 1_2.txt')
        Get-Content $saved | Should -Be 'alpha'
        (Save-SfFile $other.ContentDocumentId -Path $target).Name | Should -Be 'b.txt'
        (Get-ChildItem $target).Name | Should -Be @('b.txt', 'Report_ 1_2.txt')
    }

    It 'saves as -OutFile, and in the current folder' {
        $target = New-TestFolder
        (Save-SfFile $file.Id -OutFile (Join-Path $target out.dat)).Name | Should -Be 'out.dat'
        Push-Location $target
        try { (Save-SfFile $other.Id).FullName | Should -Be (Join-Path $target b.txt) } finally { Pop-Location }
    }

    It 'accepts files, records and ids from the pipeline' {
        (($file, $other) | Save-SfFile -Path (New-TestFolder)).Name | Should -Be @('Report_ 1_2.txt', 'b.txt')
        (Invoke-SfQuery 'SELECT Id FROM ContentVersion WHERE Title = :title' -Parameter @{ title = 'Report: 1/2' } | Save-SfFile -Path (New-TestFolder)).Name | Should -Be 'Report_ 1_2.txt'
        ([pscustomobject]@{ ContentDocumentId = $other.ContentDocumentId } | Save-SfFile -Path (New-TestFolder)).Name | Should -Be 'b.txt'
        ($other.Id | Save-SfFile -Path (New-TestFolder)).Name | Should -Be 'b.txt'
    }

    It 'overwrites only with -Force, and requests nothing otherwise' {
        $target = New-TestFolder
        Set-Content (Join-Path $target b.txt) 'mine'
        $thrown = Get-ThrownError { Save-SfFile $other.Id -Path $target }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfFileExists,*'
        $thrown.TargetObject | Should -Be $other.Id
        Get-Content (Join-Path $target b.txt) | Should -Be 'mine'
        Clear-OrgRequest $org
        (Get-ThrownError { Save-SfFile $other.Id -OutFile (Join-Path $target b.txt) }).FullyQualifiedErrorId | Should -BeLike 'SfFileExists,*'
        Get-OrgRequest $org | Should -BeNullOrEmpty
        $null = Save-SfFile $other.Id -Path $target -Force
        Get-Content (Join-Path $target b.txt) | Should -Be 'beta!'
    }

    It 'saves two files of one name as two, also if only case or accents differ' {
        $target = New-TestFolder
        $files = foreach ($title in 'Same', 'SAME', "Caf$([char]0xE9)", "Cafe$([char]0x301)") { Send-SfFile (Join-Path $folder a.txt) -Title $title }
        $names = ($files | Save-SfFile -Path $target -Force).Name
        $names | Should -Be 'Same.txt', "SAME ($($files[1].Id)).txt", "Caf$([char]0xE9).txt", "Cafe$([char]0x301) ($($files[3].Id)).txt"
        Get-ChildItem $target | Should -HaveCount 4
        ($files[0], $files[0] | Save-SfFile -Path $target -Force).Name | Should -Be 'Same.txt', 'Same.txt'
    }

    It 'stays in its folder for any title and extension: <Title>' -ForEach @(
        @{ Title = '../../evil'; Extension = 'sh' }
        @{ Title = '/etc/passwd'; Extension = '/../../x' }
        @{ Title = '.bashrc'; Extension = '' }
        @{ Title = "annex$([char]0x202E)fdp"; Extension = 'exe' }
        @{ Title = 'NUL'; Extension = 'txt' }
        @{ Title = 'x' * 255; Extension = 'e' * 255 }
    ) {
        $parent = New-TestFolder
        $target = (New-Item -ItemType Directory (Join-Path $parent in)).FullName
        $version = @{ Id = $file.Id; ContentDocumentId = $file.ContentDocumentId; Title = $Title; FileExtension = $Extension; ContentSize = 5; PathOnClient = '../x'; VersionNumber = '../1' }
        Add-OrgFault $org @{ path = "ContentVersion/$($file.Id)$"; status = 200; body = ($version | ConvertTo-Json) }
        $saved = Save-SfFile $file.Id -Path $target
        $saved.DirectoryName | Should -Be $target
        $saved.Name | Should -Match '^[^.\p{Cf}/\\][^\p{Cf}/\\]*$'
        $saved.BaseName | Should -Not -Be 'NUL'
        (Get-ChildItem $parent -Recurse -Force -File).FullName | Should -Be $saved.FullName
    }

    It 'names the file that fails, and saves the others' {
        $target = New-TestFolder
        $saved = $other.Id, '068000000000999AAA', $file.Id | Save-SfFile -Path $target -ErrorVariable errors -ErrorAction SilentlyContinue
        $saved.Name | Should -Be @('b.txt', 'Report_ 1_2.txt')
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $errors[0].TargetObject | Should -Be '068000000000999AAA'
    }

    It 'saves nothing but the file: <Name>' -ForEach @(
        @{ Name = 'a page'; Fault = @{ body = '<html><title>Blocked</title></html>'; contentType = 'text/html' }; Text = '*35 bytes, and Salesforce expects 5 *text/html*' }
        @{ Name = 'nothing'; Fault = @{ body = ''; contentType = 'application/octet-stream' }; Text = '*0 bytes*' }
        @{ Name = 'other bytes'; Fault = @{ body = 'omega'; contentType = 'application/octet-stream' }; Text = '*MD5*' }
    ) {
        $target = New-TestFolder
        Add-OrgFault $org (@{ path = '/VersionData'; status = 200 } + $Fault)
        $thrown = Get-ThrownError { Save-SfFile $file.Id -Path $target }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        $thrown.ErrorDetails.Message | Should -BeLike $Text
        Get-ChildItem $target | Should -BeNullOrEmpty
    }

    It 'leaves no file if the connection always breaks' {
        $target = New-TestFolder
        Add-OrgFault $org @{ path = '/VersionData'; kind = 'Truncate'; times = 0 }
        $quick = Connect-SfJwt @signIn -Name quick -ApiVersion 68.0 -MaximumRetryCount 0
        (Get-ThrownError { Save-SfFile $file.Id -Path $target -Connection $quick }).FullyQualifiedErrorId | Should -BeLike 'SfConnectionBroken,*'
        Get-ChildItem $target | Should -BeNullOrEmpty
    }

    It 'saves nothing with -WhatIf' {
        $target = New-TestFolder
        Save-SfFile $file.Id -Path $target -WhatIf
        Get-ChildItem $target | Should -BeNullOrEmpty
        Get-OrgRequest $org | Where-Object path -Like '*VersionData' | Should -BeNullOrEmpty
    }

    It 'sends nothing for <Case>' -ForEach @(
        @{ Case = 'a folder that is not there'; Call = { Save-SfFile $file.Id -Path (Join-Path $TestDrive nowhere) }; Id = 'SfFolderNotFound' }
        @{ Case = 'a folder as the file'; Call = { Save-SfFile $file.Id -OutFile $TestDrive }; Id = 'SfFileAccessFailed' }
        @{ Case = 'the id of something else'; Call = { Save-SfFile $accountId -Path $TestDrive }; Id = 'SfIdInvalid' }
    ) {
        (Get-ThrownError $Call).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }
}
