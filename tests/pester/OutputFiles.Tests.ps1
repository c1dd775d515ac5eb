# Output files that users name keep their identity: links, permissions, devices, FIFOs.
BeforeDiscovery {
    $ways = @(
        @{ Way = 'Invoke-SfRest'; Write = { param($to) Invoke-SfRest sobjects/Contact/describe -OutFile $to } }
        @{ Way = 'Save-SfFile'; Write = { param($to) Save-SfFile $file.Id -OutFile $to -Force } }
        @{ Way = 'Export-SfBulk'; Write = { param($to) Export-SfBulk 'SELECT Id, Name FROM Contact' $to } }
        @{ Way = 'Receive-SfBulkJob'; Write = { param($to) Receive-SfBulkJob $job.Id -Path $to } }
    )
}
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -ApiVersion 68.0
    Set-Content (Join-Path $TestDrive file.txt) 'content'
    $file = Send-SfFile (Join-Path $TestDrive file.txt)
    $job = Export-SfBulk 'SELECT Id, Name FROM Contact' -NoWait | Wait-SfBulkJob
}
AfterAll { Stop-TestOrg $org }

Describe '<Way>' -Skip:$IsWindows -ForEach $ways {
    BeforeEach { $folder = New-TestFolder }

    It 'keeps the permissions of a file that is there: <_>' -ForEach '600', '640', '755' {
        Set-Content "$folder/old" 'old'
        chmod $_ "$folder/old"
        $null = & $Write "$folder/old"
        stat -c '%a %F' "$folder/old" | Should -Be "$_ regular file"
        Get-Content "$folder/old" -Raw | Should -Not -Match '^old'
        Get-ChildItem $folder -Force | Should -HaveCount 1
    }

    It 'follows a link, also to a file that does not exist yet' {
        $null = New-Item -ItemType SymbolicLink "$folder/link" -Target 'target'
        $null = & $Write "$folder/link"
        $null = & $Write "$folder/link"
        (Get-Item "$folder/link").LinkTarget | Should -Be 'target'
        (Get-Item "$folder/target").Length | Should -BeGreaterThan 5
        Get-ChildItem $folder -Force | Should -HaveCount 2
    }

    It 'keeps hard links of a file' {
        Set-Content "$folder/one" 'old'
        ln "$folder/one" "$folder/two"
        $null = & $Write "$folder/one"
        Get-FileHash "$folder/one", "$folder/two" | Select-Object -ExpandProperty Hash -Unique | Should -HaveCount 1
        Get-Content "$folder/two" -Raw | Should -Not -Match '^old'
    }

    It 'writes into a FIFO' {
        mkfifo "$folder/fifo"
        $reader = Start-Process cat "$folder/fifo" -PassThru -RedirectStandardOutput "$folder/read"
        $null = & $Write "$folder/fifo"
        $reader.WaitForExit(10000) | Should -BeTrue
        stat -c %F "$folder/fifo" | Should -Be fifo
        (Get-Item "$folder/read").Length | Should -BeGreaterThan 5
    }

    It 'keeps a device a device' {
        $device = '/dev/null'
        if ((id -u) -eq '0') { mknod ($device = "$folder/null") c 1 3 }
        $null = & $Write $device
        stat -c %F $device | Should -Be 'character special file'
    }

    It 'explains a folder and a link to a missing folder, and sends no request' {
        $null = New-Item -ItemType SymbolicLink "$folder/link" -Target 'missing/target'
        Clear-OrgRequest $org
        (Get-ThrownError { & $Write $folder }).FullyQualifiedErrorId | Should -BeLike 'SfFileAccessFailed,*'
        (Get-ThrownError { & $Write "$folder/link" }).FullyQualifiedErrorId | Should -BeLike 'SfFolderNotFound,*'
        Get-OrgRequest $org | Where-Object path -NotLike '*/jobs/*/750*' | Should -BeNullOrEmpty
    }
}

Describe 'A user with limited rights' -Skip:$IsWindows {
    BeforeAll {
        # Root bypasses file modes through its capabilities; without them, modes apply to it too.
        $folder = New-TestFolder
        $become = if ((id -u) -eq '0') { 'setpriv', '--bounding-set=-all', '--inh-caps=-all' } else { 'env' }
        $script = {
            param($Module, $Url, $Token)
            Import-Module $Module
            $null = Connect-SfToken (ConvertTo-SecureString $Token -AsPlainText -Force) $Url
            foreach ($path in 'read-only', 'locked/writable', 'locked/new') {
                try { Invoke-SfRest /services/data -OutFile $path; 'written' } catch { $_.FullyQualifiedErrorId -replace ',.*' }
            }
        }
        Set-Content "$folder/script.ps1" $script.ToString().Trim()
        $null = New-Item -ItemType Directory "$folder/locked"
        Set-Content "$folder/read-only", "$folder/locked/writable" 'old'
        chmod 444 "$folder/read-only"
        chmod 666 "$folder/locked/writable"
        chmod 555 "$folder/locked"
        Push-Location $folder
        try {
            $info = [Diagnostics.ProcessStartInfo]::new(@($become)[0], [string[]] (@($become | Select-Object -Skip 1) + @(
                        (Get-TestPowerShell), '-NoProfile', '-File', "$folder/script.ps1", (Get-TestModule), $org.Url,
                            (Get-SfAccessToken -AsPlainText))))
            $info.RedirectStandardOutput = $info.RedirectStandardError = $true
            $info.WorkingDirectory = $folder
            $process = [Diagnostics.Process]::Start($info)
            $errors = $process.StandardError.ReadToEndAsync()
            $results = @($process.StandardOutput.ReadToEnd().Trim() -split '\n')
            $process.WaitForExit()
        } finally { Pop-Location }
    }

    It 'cannot overwrite a read-only file, as with Invoke-RestMethod' {
        $results[0] | Should -Be 'SfFileAccessFailed' -Because $errors.Result
        Get-Content "$folder/read-only" | Should -Be 'old'
    }

    It 'overwrites a file in a read-only folder' {
        $results[1] | Should -Be 'written' -Because $errors.Result
        Get-Content "$folder/locked/writable" -Raw | Should -Match '"version"'
    }

    It 'cannot create a file there' { $results[2] | Should -Be 'SfFileAccessFailed' }
}

Describe 'Standard output' -Skip:$IsWindows {
    It 'is written to by /dev/stdout, in a pipe and in a file' {
        $script = "Import-Module '$(Get-TestModule)'; `$null = Connect-SfToken (ConvertTo-SecureString '$(Get-SfAccessToken -AsPlainText)' -AsPlainText -Force) $($org.Url); Invoke-SfRest /services/data -OutFile /dev/stdout"
        (& (Get-TestPowerShell) -NoProfile -NonInteractive -Command $script | ConvertFrom-Json)[-1].version | Should -Be '68.0'
        $out = Join-Path (New-TestFolder) out
        $process = Start-Process (Get-TestPowerShell) '-NoProfile', '-NonInteractive', '-EncodedCommand',
            ([Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))) -PassThru -RedirectStandardOutput $out
        $process.WaitForExit()
        (Get-Content $out -Raw | ConvertFrom-Json)[-1].version | Should -Be '68.0'
    }
}
