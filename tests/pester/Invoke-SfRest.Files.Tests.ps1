BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -ApiVersion 68.0
    $binary = '/services/apexrest/binary'
}
AfterAll { Stop-TestOrg $org }

Describe 'Downloads' {
    BeforeEach {
        Clear-OrgRequest $org
        $folder = New-TestFolder
        $target = Join-Path $folder 'file.bin'
    }

    It 'saves the response, and returns the file with -PassThru' {
        Invoke-SfRest "$binary`?size=3000000" -OutFile $target | Should -BeNullOrEmpty
        (Get-Item $target).Length | Should -Be 3000000
        $file = Invoke-SfRest "$binary`?size=10" -OutFile $target -PassThru
        $file | Should -BeOfType ([IO.FileInfo])
        $file.Length | Should -Be 10
        @(Get-ChildItem $folder).Count | Should -Be 1
    }

    It 'resolves the path against the current location' {
        Push-Location $folder
        try { Invoke-SfRest "$binary`?size=5" -OutFile here.bin } finally { Pop-Location }
        (Get-Item (Join-Path $folder here.bin)).Length | Should -Be 5
    }

    It 'starts again after a broken connection' {
        Add-OrgFault $org @{ path = $binary; kind = 'Truncate' }
        Invoke-SfRest "$binary`?size=500000" -OutFile $target
        (Get-Item $target).Length | Should -Be 500000
        @(Get-ChildItem $folder).Count | Should -Be 1
    }

    It 'leaves the old file if it fails: <Name>' -ForEach @(
        @{ Name = 'every attempt breaks'; Fault = @{ kind = 'Truncate'; times = 99 }; Id = 'SfConnectionBroken' }
        @{ Name = 'refused'; Fault = @{ status = 404; errorCode = 'NOT_FOUND'; message = 'x' }; Id = 'SfNotFound' }
    ) {
        'before' | Set-Content $target
        Add-OrgFault $org ($Fault + @{ path = $binary })
        (Get-ThrownError { Invoke-SfRest "$binary`?size=500000" -OutFile $target -MaximumRetryCount 1 }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-Content $target | Should -Be 'before'
        @(Get-ChildItem $folder).Count | Should -Be 1
    }

    It 'does not save a response that is not from Salesforce: <Name>' -ForEach @(
        @{ Name = 'a page'; Fault = @{ status = 200; body = '<html><title>Blocked</title></html>'; contentType = 'text/html' } }
        @{ Name = 'a page that says it is JSON'; Fault = @{ status = 200; body = '<!DOCTYPE html><title>Blocked</title>'; contentType = 'application/json' } }
        @{ Name = 'nothing'; Fault = @{ status = 200; body = ''; contentType = 'application/json' } }
        @{ Name = 'half of it'; Fault = @{ status = 200; body = '{"a":[1,2'; contentType = 'application/json' } }
        @{ Name = 'a part'; Fault = @{ status = 206; body = '{"a":1}'; contentType = 'application/json' } }
    ) {
        'before' | Set-Content $target
        Add-OrgFault $org ($Fault + @{ path = '/services/data/v68.0/limits' })
        (Get-ThrownError { Invoke-SfRest limits -OutFile $target }).FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        Get-Content $target | Should -Be 'before'
        @(Get-ChildItem $folder).Count | Should -Be 1
    }

    It 'explains bad input before anything is sent: <Name>' -ForEach @(
        @{ Name = 'missing folder'; Path = 'no/such/folder/x.bin'; Id = 'SfFolderNotFound' }
        @{ Name = 'a folder'; Path = '.'; Id = 'SfFileAccessFailed' }
        @{ Name = 'another provider'; Path = 'Env:x'; Id = 'SfFileAccessFailed' }
    ) {
        Push-Location $folder
        try { (Get-ThrownError { Invoke-SfRest "$binary`?size=5" -OutFile $Path }).FullyQualifiedErrorId | Should -BeLike "$Id,*" } finally { Pop-Location }
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'leaves no partial file if it is stopped' {
        Add-OrgFault $org @{ path = $binary; kind = 'SlowDrip'; delaySeconds = 1 }
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($module, $connection, $uri, $target) Import-Module $module; Invoke-SfRest $uri -OutFile $target -Connection $connection').
            AddParameters(@{ module = Get-TestModule; connection = Get-SfConnection -Default; uri = "$binary`?size=5000000"; target = $target })
        $null = $shell.BeginInvoke()
        while (-not (Get-ChildItem $folder)) { Start-Sleep -Milliseconds 50 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
        Get-ChildItem $folder | Should -BeNullOrEmpty
        $shell.Dispose()
    }

    It 'leaves no partial file if the disk is full' {
        $mounted = $IsLinux -and (id -u) -eq 0
        if ($mounted) {
            $null = mount -t tmpfs -o size=1m tmpfs $folder 2>&1
            $mounted = $LASTEXITCODE -eq 0
        }
        if (-not $mounted) { Set-ItResult -Skipped -Because 'a small tmpfs can be mounted by root on Linux only'; return }
        try {
            $thrown = Get-ThrownError { Invoke-SfRest "$binary`?size=5000000" -OutFile $target }
            $thrown.FullyQualifiedErrorId | Should -BeLike 'SfFileAccessFailed,*'
            $thrown.CategoryInfo.Category | Should -Be 'WriteError'
            Get-ChildItem $folder | Should -BeNullOrEmpty
            @(Get-OrgRequest $org).Count | Should -Be 1
        } finally { umount $folder }
    }
}

Describe 'Uploads' {
    BeforeAll {
        $file = Join-Path $TestDrive 'Ünïcode "file".csv'
        if ($IsWindows) { $file = Join-Path $TestDrive 'Ünïcode file.csv' }
        "Id,Name`n1,Ä" | Set-Content $file -NoNewline
    }
    BeforeEach { Clear-OrgRequest $org }

    It 'streams a file, by default with POST' {
        $echo = Invoke-SfRest /services/apexrest/echo -InFile $file -ContentType text/csv
        $echo.method | Should -Be 'POST'
        $echo.contentType | Should -Be 'text/csv'
        $echo.body | Should -BeExactly "Id,Name`n1,Ä"
        (Invoke-SfRest /services/apexrest/echo -InFile $file -Method Put).method | Should -Be 'PUT'
    }

    It 'creates a ContentVersion from a multipart form, and downloads it again' {
        $created = Invoke-SfRest sobjects/ContentVersion -Form ([ordered]@{
                entity_content = @{ Title = 'Numbers'; PathOnClient = 'numbers.csv' }
                VersionData = Get-Item -LiteralPath $file
            })
        $created.success | Should -BeTrue
        $copy = Join-Path $TestDrive copy.csv
        Invoke-SfRest "sobjects/ContentVersion/$($created.id)/VersionData" -OutFile $copy
        (Get-FileHash $copy).Hash | Should -Be (Get-FileHash -LiteralPath $file).Hash
    }

    It 'sends the file again after the session was renewed' {
        Invoke-OrgAdmin $org Post tokens/expire
        (Invoke-SfRest /services/apexrest/echo -InFile $file -ContentType text/csv).body | Should -BeExactly "Id,Name`n1,Ä"
    }

    It 'fails if the file does not exist' {
        $thrown = Get-ThrownError { Invoke-SfRest /services/apexrest/echo -InFile (Join-Path $TestDrive none.csv) }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfFileNotFound,*'
        (Get-ThrownError { Invoke-SfRest sobjects/ContentVersion -Form @{ VersionData = [IO.FileInfo] 'none.csv' } }).FullyQualifiedErrorId | Should -BeLike 'SfFileNotFound,*'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }
}
