BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -ApiVersion 68.0
    function Get-ExecutedCode {
        Get-OrgRequest $org | Where-Object path -Like '*/executeAnonymous' | ForEach-Object { [uri]::UnescapeDataString($_.queryString -replace '^\?anonymousBody=') }
    }
    function Set-Answer([hashtable] $Answer) { $null = Invoke-OrgAdmin $org Post anonymous-apex $Answer }
}
AfterAll { Stop-TestOrg $org }

Describe 'Anonymous Apex' {
    BeforeEach {
        Clear-OrgRequest $org
        Invoke-OrgAdmin $org Delete anonymous-apex
    }

    It 'runs code unchanged' {
        $result = Invoke-SfApex "System.debug('ü & + #');"
        $result.Success | Should -BeTrue
        $result.Path | Should -BeNullOrEmpty
        $result.Duration | Should -BeGreaterThan ([timespan]::Zero)
        Get-ExecutedCode | Should -Be "System.debug('ü & + #');"
        $result | Out-String -Width 80 | Should -Match 'Success +Duration +Path[\s\S]+True'
    }

    It 'joins lines from the pipeline to one piece of code' {
        Set-Content (Join-Path $TestDrive lines.apex) @('Integer i = 1;', '', 'i++;')
        @(Get-Content (Join-Path $TestDrive lines.apex) | Invoke-SfApex) | Should -HaveCount 1
        Get-ExecutedCode | Should -Be "Integer i = 1;`n`ni++;"
    }

    It 'runs files one after the other, by -Path with wildcards or from Get-ChildItem' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive files)
        Set-Content (Join-Path $folder a.apex) 'a();' -NoNewline
        Set-Content (Join-Path $folder b.apex) 'b();' -NoNewline
        (Invoke-SfApex -Path (Join-Path $folder *.apex)).Path | Split-Path -Leaf | Should -Be @('a.apex', 'b.apex')
        $null = Get-ChildItem $folder | Invoke-SfApex
        Get-ExecutedCode | Should -Be @('a();', 'b();', 'a();', 'b();')
    }

    It 'takes names literally with -LiteralPath, and from Get-ChildItem' {
        $path = Join-Path (New-Item -ItemType Directory (Join-Path $TestDrive letters)) 'a[1].apex'
        Set-Content -LiteralPath $path 'letters();' -NoNewline
        (Invoke-SfApex -LiteralPath $path).Path | Should -Be $path
        $null = Get-ChildItem (Split-Path $path) | Invoke-SfApex
        Get-ExecutedCode | Should -Be @('letters();', 'letters();')
    }

    It 'names the position at which code does not compile' {
        Set-Answer @{ compiled = $false; success = $false; line = 2; column = 7; compileProblem = "Variable does not exist: foo" }
        $code = "Integer i;`ni = foo;"
        $thrown = Get-ThrownError { Invoke-SfApex $code }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfApexCompileFailed,*'
        $thrown.CategoryInfo.Category | Should -Be 'ParserError'
        $thrown.TargetObject | Should -Be $code
        $thrown.ErrorDetails.Message | Should -Be "The Apex does not compile at line 2, column 7: Variable does not exist: foo.`n  i = foo;"
        $thrown.Exception.Line | Should -Be 2
        $thrown.Exception.Column | Should -Be 7
    }

    It 'shows the exception with its position, and runs no further file' {
        Set-Answer @{ contains = 'b()'; success = $false; line = 1; column = 1; exceptionMessage = 'System.DmlException: Insert failed'; exceptionStackTrace = 'AnonymousBlock: line 1, column 1' }
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive failing)
        foreach ($name in 'a', 'b', 'c') { Set-Content (Join-Path $folder "$name.apex") "$name();" -NoNewline }
        $thrown = Get-ThrownError { Invoke-SfApex -Path (Join-Path $folder *.apex) }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfApexFailed,*'
        $thrown.CategoryInfo.Category | Should -Be 'InvalidOperation'
        $thrown.TargetObject | Should -Be 'b();'
        $thrown.ErrorDetails.Message | Should -Match "b\.apex' failed at line 1, column 1: System\.DmlException: Insert failed\.\s+AnonymousBlock: line 1"
        $thrown.Exception.ApexStackTrace | Should -Be 'AnonymousBlock: line 1, column 1'
        Get-ExecutedCode | Should -Be @('a();', 'b();')
    }

    It 'runs nothing twice, and reports if code may have run' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/tooling'; kind = 'ResetAfterActing' }
        (Get-ThrownError { Invoke-SfApex 'x();' }).FullyQualifiedErrorId | Should -BeLike 'SfOutcomeUnknown,*'
        Get-ExecutedCode | Should -HaveCount 1
    }

    It 'runs nothing with -WhatIf' {
        Invoke-SfApex 'x();' -WhatIf
        Get-ExecutedCode | Should -BeNullOrEmpty
    }

    It 'sends nothing for <Case>' -ForEach @(
        @{ Case = 'no code'; Call = { '' | Invoke-SfApex }; Id = 'SfValueMissing' }
        @{ Case = 'code that is too long'; Call = { Invoke-SfApex ('x' * 20000) }; Id = 'SfUriTooLong' }
        @{ Case = 'a file that is not there'; Call = { Invoke-SfApex -Path (Join-Path $TestDrive none.apex) }; Id = 'SfFileNotFound' }
    ) {
        (Get-ThrownError $Call).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-ExecutedCode | Should -BeNullOrEmpty
    }
}

Describe 'Apex REST' {
    BeforeEach { Clear-OrgRequest $org }

    It 'sends GET with a query' {
        $echo = Invoke-SfApex -RestPath echo -Query @{ a = 'x&y' }
        $echo.method | Should -Be 'GET'
        $echo.path | Should -Be '/services/apexrest/echo'
        $echo.query.a | Should -Be 'x&y'
    }

    It 'posts a body, or sends it with -Method' {
        (Invoke-SfApex -RestPath /echo -Body @{ a = 1 }).body | Should -Be '{"a":1}'
        $echo = Invoke-SfApex -RestPath echo -Method Patch -Body 'text' -ContentType text/plain -AsHashtable
        $echo['method'] | Should -Be 'PATCH'
        $echo['contentType'] | Should -Be 'text/plain'
        Invoke-SfApex -RestPath text -Raw | Should -BeLike 'Plain text*'
    }

    It 'sends nothing but GET with -WhatIf' {
        Invoke-SfApex -RestPath echo -Body @{} -WhatIf
        Get-OrgRequest $org | Should -BeNullOrEmpty
        (Invoke-SfApex -RestPath echo -WhatIf).method | Should -Be 'GET'
    }

    It 'reports an unknown service' {
        $thrown = Get-ThrownError { Invoke-SfApex -RestPath nothing }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $thrown.TargetObject | Should -Be 'nothing'
    }
}
