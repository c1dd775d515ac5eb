#requires -Version 7.4
#requires -Modules SalesforceJwt.PS, @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
<#
Tests of MyScript.ps1 against LocalOrg: no org, no network, no secret.
    Invoke-Pester MyScript.Tests.ps1
LocalOrg is the .NET tool sf-local-org; docs/testing-offline.md in the repository of SalesforceJwt.PS says how to install it.
#>
BeforeAll {
    $script = Join-Path $PSScriptRoot 'MyScript.ps1'

    if (-not (Get-Command sf-local-org -ErrorAction Ignore)) {
        throw 'sf-local-org is not installed. In a clone of SalesforceJwt.PS: dotnet pack src/SalesforceJwt.LocalOrg --output packages; ' +
            'dotnet tool install --global SalesforceJwt.LocalOrg --source packages'
    }

    # An app, its key, and a user who may use it. LocalOrg uses free ports, writes them to the ready file, and ends with this process.
    $certificate = New-SfCertificate -Path $TestDrive -Name app
    $ready = Join-Path $TestDrive 'ready.json'
    $tool = Start-Process sf-local-org -PassThru -RedirectStandardOutput (Join-Path $TestDrive 'org.log') -ArgumentList @(
        '--client-id', 'app', '--certificate', "`"$($certificate.CertificatePath)`"", '--user', 'ci@example.com'
        '--records', 0, '--ready-file', "`"$ready`"", '--parent-pid', $PID)
    while (-not (Test-Path $ready)) {
        if ($tool.HasExited) { throw 'sf-local-org did not start.' }
        Start-Sleep -Milliseconds 100
    }
    $org = Get-Content $ready | ConvertFrom-Json
    $url = $org.httpUrl

    # The environment variables of the job.
    $env:SF_CLIENT_ID = 'app'
    $env:SF_USERNAME = 'ci@example.com'
    $env:SF_LOGIN_URL = $url
    $env:SF_JWT_KEY = Get-Content $certificate.KeyPath -Raw

    # LocalOrg's admin interface: makes requests fail, and lists them. Its key is in the ready file.
    $admin = @{ Authorization = "Bearer $($org.adminKey)" }
    function Set-Org([string] $What, [hashtable] $Body, [string] $Method = 'Post') {
        $null = Invoke-RestMethod "$url/_localorg/$What" -Method $Method -Body ($Body |
            ConvertTo-Json) -ContentType application/json -Headers $admin
    }
    function Get-OrgRequest { Invoke-RestMethod "$url/_localorg/requests" -Headers $admin | ForEach-Object { $_ } }

    $contacts = Join-Path $TestDrive 'contacts.csv'
    Set-Content $contacts @'
LastName,FirstName,Email
Lovelace,Ada,ada@example.com
Hopper,Grace,grace@example.com
'@
}

AfterAll {
    Disconnect-Sf -All
    $tool.Kill()
    Remove-Item Env:SF_CLIENT_ID, Env:SF_USERNAME, Env:SF_LOGIN_URL, Env:SF_JWT_KEY
}

Describe 'MyScript.ps1' {
    BeforeEach {
        Invoke-RestMethod "$url/_localorg/requests" -Method Delete -Headers $admin
        Invoke-RestMethod "$url/_localorg/faults" -Method Delete -Headers $admin
    }

    It 'creates a contact for each row' {
        (& $script -Path $contacts).Created | Should -Be 2
        (Invoke-SfQuery 'SELECT Name FROM Contact ORDER BY LastName').Name | Should -Be 'Grace Hopper', 'Ada Lovelace'
    }

    It 'sends one request for all rows' {
        & $script -Path $contacts
        Get-OrgRequest | Where-Object path -Like '*/composite/sobjects*' | Should -HaveCount 1
    }

    It 'names the rows that Salesforce refuses' {
        Set-Org record-faults @{ index = 1; errorCode = 'FIELD_CUSTOM_VALIDATION_EXCEPTION'; message = 'No admirals.' }
        $result = & $script -Path $contacts
        $result.Created | Should -Be 1
        $result.Failed | Should -BeLike 'Hopper: *No admirals.*'
    }

    It 'goes on when the session has ended' {
        $null = & $script -Path $contacts
        Set-Org tokens/expire @{}
        (& $script -Path $contacts).Created | Should -Be 2
    }

    It 'goes on when Salesforce refuses for a moment' {
        Set-Org faults @{ path = 'composite/sobjects'; status = 403; errorCode = 'REQUEST_LIMIT_EXCEEDED'
            message = 'ConcurrentRequests Limit exceeded.' }
        (& $script -Path $contacts).Created | Should -Be 2
    }

    It 'names the rows that may have been saved when an answer is lost' {
        Set-Org faults @{ path = 'composite/sobjects'; method = 'POST'; kind = 'resetAfterActing' }
        $result = & $script -Path $contacts
        $result.Created | Should -Be 0
        $result.Failed | Should -BeLike '*not known*'
    }

    It 'fails where the user has not approved the app' {
        Disconnect-Sf -All
        Set-Org approvals @{ consumerKey = 'app'; username = 'ci@example.com' } -Method Delete
        { & $script -Path $contacts } | Should -Throw -ErrorId 'SfLoginNotApproved,*'
    }
}
