# The cmdlet itself signs in. With -NoBrowser, a simulated user responds in place of the browser; the port is
# a free one.
Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
$env:SF_JWT_KEY_FILE = $Org.KeyPath
$listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
$listener.Start()
$port = $listener.LocalEndpoint.Port
$listener.Stop()
Invoke-OrgAdmin $Org Post apps @{ consumerKey = '3MVG9AcmeExample'; callbackUrls = @("http://localhost:$port/OauthRedirect") }

function Connect-SfWeb {
    $more = @{ Port = $port }
    if ($args -notcontains '-NoBrowser') { $more.NoBrowser = $true }
    SalesforceJwt.PS\Connect-SfWeb @args @more 6>&1 | Resolve-SignIn $Org {
        param($org, $user, $text)
        $page = Invoke-WebRequest ([regex]::Match($text, 'http\S+').Value) -SessionVariable session
        if ($page.Content -match 'name="username"') { $page = Submit-OrgForm $page $org.Url $session @{ username = $user; Login = 'x' } }
        if ($page.Content -match 'oaapprove') { $page = Submit-OrgForm $page $org.Url $session @{ save = 'x' } }
    }
}
