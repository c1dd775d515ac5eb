BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg -Records 20
    $root = '/services/data/v68.0/composite'
}
AfterAll { Stop-TestOrg $org }

Describe 'Invoke-SfComposite' {
    BeforeEach {
        Reset-TestOrg $org -SignIn @{ RetryIntervalSec = 1 }
        $tag = [guid]::NewGuid().ToString('N')
    }

    It 'accepts a script block; later subrequests use the responses of earlier ones' {
        $account, $contact, $read = Invoke-SfComposite {
            @{ Method = 'Post'; Url = 'sobjects/Account'; ReferenceId = 'account'; Body = @{ Name = $tag } }
            @{ Method = 'Post'; Url = 'sobjects/Contact'; ReferenceId = 'contact'; Body = @{ LastName = 'Child'; AccountId = '@{account.id}' } }
            @{ Url = 'sobjects/Contact/@{contact.id}?fields=AccountId' }
        }
        $account.Success, $account.StatusCode, $account.ReferenceId | Should -Be @($true, 201, 'account')
        $account.Headers.Location | Should -BeLike "*/sobjects/Account/$($account.Body.id)"
        $contact.Body.success | Should -BeTrue
        $read.ReferenceId | Should -Be 'request3'
        $read.Body.AccountId | Should -Be $account.Body.id
        Get-OrgRequestLine $org *composite* | Should -Be @("POST $root")
    }

    It 'runs a script block with its caller''s variables, and passes on its errors' {
        $name = $tag
        $answer = Invoke-SfComposite {
            @{ Method = 'Post'; Url = 'sobjects/Account'; Body = @{ Name = $name } }
            Write-Error 'one is left out' -ErrorAction Continue
        } -ErrorVariable errors -ErrorAction SilentlyContinue
        $answer.Success | Should -BeTrue
        "$errors" | Should -BeLike '*one is left out*'
        Invoke-SfQuery 'SELECT COUNT() FROM Account WHERE Name = :tag' @{ tag = $tag } | Should -Be 1
        (Get-ThrownError { Invoke-SfComposite { throw 'no more' } }).Exception.Message | Should -Be 'no more'
    }

    It 'sends independent subrequests as batches of 25, from the pipeline too' {
        $results = 1..30 | ForEach-Object { [pscustomobject]@{ Method = 'Post'; Path = 'sobjects/Account'; Body = @{ Name = "$tag $_" } } } | Invoke-SfComposite
        $results | Should -HaveCount 30
        $results.ReferenceId[29] | Should -Be 'request30'
        Get-OrgRequestLine $org *composite* | Should -Be @("POST $root/batch", "POST $root/batch")
    }

    It 'sends more than 25 dependent subrequests as a graph, all or none' {
        $subrequests = @(@{ Method = 'Post'; Url = 'sobjects/Account'; ReferenceId = 'a'; Body = @{ Name = $tag } }) +
            @(1..30 | ForEach-Object { @{ Method = 'Post'; Url = 'sobjects/Contact'; ReferenceId = "c$_"; Body = @{ LastName = $(if ($_ -eq 30) { '' } else { $tag }); AccountId = '@{a.id}' } } })
        $results = Invoke-SfComposite $subrequests -ErrorVariable errors -ErrorAction SilentlyContinue
        Get-OrgRequestLine $org *composite* | Should -Be @("POST $root/graph")
        $results | Should -HaveCount 31
        $results.Success | Should -Not -Contain $true
        (Get-ErrorId $errors | Group-Object | Sort-Object Count).Name | Should -Be @('SfRequestInvalid', 'SfRolledBack')
        Invoke-SfQuery 'SELECT COUNT() FROM Account WHERE Name = :tag' @{ tag = $tag } | Should -Be 0
    }

    It 'reports an error that names the subrequest, and returns the responses of the others' {
        $results = Invoke-SfComposite @{ Url = 'limits' }, @{ Url = 'sobjects/Contact/003gL0000zzzzzz'; ReferenceId = 'gone' }, @{ Url = 'query?q=SELECT Id FROM Contact LIMIT 1' } -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Success | Should -Be @($true, $false, $true)
        $results[1].Errors[0].ErrorCode | Should -Be 'NOT_FOUND'
        $results[2].Body.records | Should -HaveCount 1
        $errors | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $errors[0].ErrorDetails.Message | Should -BeLike "The subrequest 'gone' (GET sobjects/Contact/003gL0000zzzzzz) failed with status 404*"
        $errors[0].TargetObject.ReferenceId | Should -Be 'gone'
    }

    It 'rolls all back with -AllOrNone' {
        $results = Invoke-SfComposite -AllOrNone {
            @{ Method = 'Post'; Url = 'sobjects/Account'; ReferenceId = 'first'; Body = @{ Name = $tag } }
            @{ Method = 'Post'; Url = 'sobjects/Account'; ReferenceId = 'second'; Body = @{ Phone = '1' } }
        } -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Success | Should -Be @($false, $false)
        Get-ErrorId $errors | Should -Be @('SfRolledBack', 'SfRequestInvalid')
        Invoke-SfQuery 'SELECT COUNT() FROM Account WHERE Name = :tag' @{ tag = $tag } | Should -Be 0
    }

    It 'accepts a body that is JSON already, and headers' {
        $result = Invoke-SfComposite @{ Method = 'post'; Uri = 'sobjects/Account'; Body = '{"Name":"Text"}'; Headers = @{ 'Sforce-Duplicate-Rule-Header' = 'allowSave=true' } }
        $result.StatusCode | Should -Be 201
        Get-OrgRequestLine $org *composite* | Should -Be @("POST $root")
        (Get-OrgRequest $org)[-1].body | Should -BeLike '*Sforce-Duplicate-Rule-Header*'
    }

    It 'sends only reads with -WhatIf' {
        Invoke-SfComposite @{ Method = 'Post'; Url = 'sobjects/Account'; Body = @{ Name = 'x' } } -WhatIf | Should -BeNullOrEmpty
        Get-OrgRequestLine $org *composite* | Should -BeNullOrEmpty
        (Invoke-SfComposite @{ Url = 'limits' } -WhatIf).StatusCode | Should -Be 200
    }

    It 'rejects <Name> before anything is sent' -ForEach @(
        @{ Name = 'an unknown reference'; Subrequests = @(@{ Url = 'sobjects/Contact/@{nobody.id}' }) }
        @{ Name = 'a reference to what comes later'; Subrequests = @(@{ Url = 'sobjects/Contact/@{b.id}' }, @{ Url = 'limits'; ReferenceId = 'b' }) }
        @{ Name = 'a reference id twice'; Subrequests = @(@{ Url = 'limits'; ReferenceId = 'b' }, @{ Url = 'limits'; ReferenceId = 'b' }) }
        @{ Name = 'a subrequest without a URL'; Subrequests = @(@{ Method = 'Get' }) }
        @{ Name = 'an unknown part'; Subrequests = @(@{ Url = 'limits'; Boddy = 1 }) }
        @{ Name = 'a Get with a body'; Subrequests = @(@{ Url = 'limits'; Body = @{} }) }
        @{ Name = 'a text'; Subrequests = @('limits') }
        @{ Name = 'another host'; Subrequests = @(@{ Url = 'https://evil.example/services/data/v68.0/limits' }) }
    ) {
        (Get-ThrownError { Invoke-SfComposite $Subrequests }).FullyQualifiedErrorId | Should -BeLike 'SfCompositeInvalid,*'
        Get-OrgRequestLine $org *composite* | Should -BeNullOrEmpty
    }

    It 'leaves the subrequests of a request in doubt whose response is <Name>, and returns those of the others' -ForEach @(
        @{ Name = 'given up on, with a time to try again'; Fault = @{ status = 503; headers = @{ 'Retry-After' = '0' } } }
        @{ Name = 'a page'; Fault = @{ status = 200; body = '<html>blocked</html>'; contentType = 'text/html' } }
        @{ Name = 'not whole'; Fault = @{ status = 200; body = '{"hasErrors":false,"results":[]}' } }
        @{ Name = 'lost'; Fault = @{ kind = 'ResetAfterActing' } }
    ) {
        Add-OrgFault $org ($Fault + @{ path = $root; skip = 1; afterActing = $true })
        $subrequests = 1..60 | ForEach-Object { @{ Method = 'Post'; Url = 'sobjects/Account'; ReferenceId = "r$_"; Body = @{ Name = $tag } } }
        $results = Invoke-SfComposite $subrequests -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.ReferenceId | Should -Be @(1..60 | ForEach-Object { "r$_" })
        ($results | Where-Object IsInDoubt).ReferenceId | Should -Be @(26..50 | ForEach-Object { "r$_" })
        ($results | Where-Object Success) | Should -HaveCount 35
        $errors | Should -HaveCount 25
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfOutcomeUnknown,*'
        $errors[0].ErrorDetails.Message | Should -BeLike "Whether the subrequest 'r26' (POST sobjects/Account) was done is not known*"
        Invoke-SfQuery 'SELECT COUNT() FROM Account WHERE Name = :tag' @{ tag = $tag } | Should -Be 60
    }

    It 'returns the responses received before a fatal error' {
        Add-OrgFault $org @{ path = $root; skip = 1; times = 0; status = 403; errorCode = 'REQUEST_LIMIT_EXCEEDED'; message = 'TotalRequests Limit exceeded.' }
        $results = [Collections.Generic.List[object]]::new()
        $thrown = Get-ThrownError { Invoke-SfComposite -Kind Batch (1..30 | ForEach-Object { @{ Url = 'limits' } }) | ForEach-Object { $results.Add($_) } }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRequestLimitExceeded,*'
        $results | Should -HaveCount 25
    }

    It 'ends if the request is rejected or its response is incomplete' {
        Add-OrgFault $org @{ path = $root; status = 200; body = '{"hasErrors":false,"results":[]}' }
        (Get-ThrownError { Invoke-SfComposite @{ Url = 'limits' } }).FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        Add-OrgFault $org @{ path = $root; status = 403; errorCode = 'REQUEST_LIMIT_EXCEEDED'; message = 'TotalRequests Limit exceeded.' }
        (Get-ThrownError { Invoke-SfComposite @{ Url = 'limits' } }).FullyQualifiedErrorId | Should -BeLike 'SfRequestLimitExceeded,*'
    }
}
