# Runs jsforce and the sf CLI against a LocalOrg, and writes results of jsforce and the module's as text to compare.
$script:clients = Join-Path $PSScriptRoot '../SalesforceJwt.LocalOrg.Tests/RealClients'
$script:packages = if ($env:SFJWT_NODE_CLIENTS) { Join-Path $env:SFJWT_NODE_CLIENTS 'node_modules' }
$script:node = if ($packages) { Join-Path $packages 'node/bin' ($IsWindows ? 'node.exe' : 'node') }

# Why a client cannot be run, by the name of its package; null if it can.
function Get-NoClientReason([Parameter(Mandatory)] [string] $Package) {
    if (-not $env:SFJWT_NODE_CLIENTS) {
        return "SFJWT_NODE_CLIENTS names no folder with $Package; CONTRIBUTING.md says how to get it with npm"
    }
    foreach ($file in $script:node, (Join-Path $packages $Package 'package.json')) {
        if (-not (Test-Path $file)) { return "$file is not there; CONTRIBUTING.md says how to get it with npm" }
    }
}

# Runs a script with Node.js, which can reach this machine only, and returns its output.
function Invoke-Node([string] $Script, [string[]] $Argument, [hashtable] $Environment = @{}) {
    $info = [Diagnostics.ProcessStartInfo]::new($script:node, [string[]] @($Script; $Argument))
    $info.RedirectStandardOutput = $true
    $info.RedirectStandardError = $true
    $info.StandardOutputEncoding = [Text.Encoding]::UTF8
    foreach ($name in @($info.Environment.Keys -match '_PROXY$|^(NODE|SF|SFDX|XDG)_')) { $null = $info.Environment.Remove($name) }
    $info.Environment['NODE_OPTIONS'] = "--import=$([uri] (Join-Path (Resolve-Path $script:clients) 'loopback-only.mjs'))"
    foreach ($name in $Environment.Keys) { $info.Environment[$name] = $Environment[$name] }
    $process = [Diagnostics.Process]::Start($info)
    $errors = $process.StandardError.ReadToEndAsync()
    $output = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw "$Script ended with $($process.ExitCode): $output$($errors.Result)" }
    $output
}

# Runs a script of the real clients, signed in to an org, and returns the members of its JSON output.
function Invoke-Jsforce([Parameter(Mandatory)] [string] $Script, [Parameter(Mandatory)] $Org, [hashtable] $Setting = @{}) {
    $all = $Setting + @{ loginUrl = $Org.Url; clientId = $Org.SignIn.ClientId; username = $Org.SignIn.Username
        key = Get-Content $Org.KeyPath -Raw }
    $output = Invoke-Node (Join-Path $script:clients $Script) ($all | ConvertTo-Json -Depth 10 -Compress)
    $answer = @{}
    # ConvertFrom-Json would convert strings to dates.
    foreach ($member in [Text.Json.JsonDocument]::Parse($output).RootElement.EnumerateObject()) { $answer[$member.Name] = $member.Value }
    $answer
}

# Runs a command of sf with the token of the default connection, and returns its output.
function Invoke-SalesforceCli([Parameter(Mandatory)] $Org, [Parameter(Mandatory)] [string[]] $Argument, [hashtable] $Environment = @{}) {
    $settings = $Environment + @{ SF_TARGET_ORG = Get-SfAccessToken -AsPlainText; SF_ORG_INSTANCE_URL = $Org.Url }
    foreach ($name in 'HOME', 'USERPROFILE', 'LOCALAPPDATA') { $settings[$name] = $Org.Folder }
    foreach ($name in 'SF_DISABLE_TELEMETRY', 'SF_AUTOUPDATE_DISABLE', 'SF_SKIP_NEW_VERSION_CHECK', 'SF_USE_GENERIC_UNIX_KEYCHAIN') {
        $settings[$name] = 'true'
    }
    Invoke-Node (Join-Path $packages '@salesforce/cli/bin/run.js') $Argument $settings
}

# Signs sf in with a key, and returns the username. The assertion of sf is good for 0.3 seconds, which can be too short on a busy machine.
function Connect-SalesforceCli([Parameter(Mandatory)] $Org, [string] $ClientId, [string] $KeyPath, [string] $Username) {
    for ($i = 1; ; $i++) {
        try {
            $login = Invoke-SalesforceCli $Org 'org', 'login', 'jwt', '--json', '--client-id', $ClientId, '--jwt-key-file', $KeyPath, '--username', $Username, '--instance-url', $Org.Url
            return ($login | ConvertFrom-Json).result.username
        }
        catch { if ($i -eq 3 -or $_ -notmatch 'expired authorization code') { throw } }
    }
}

# Data as text: one line for each value, sorted by name, with the value's type. Three differences are not compared:
# - A record of jsforce has `attributes`, one of the module the same type as its type name; Invoke-SfRest and Invoke-SfComposite
#   return them as the server wrote them. The URL in them is left out.
# - jsforce returns a result set with its count where the module returns the records. It must be done and have as many.
# - The times at which an org created or changed a record, since the two orgs do it one after the other.
function ConvertTo-DataText([AllowNull()] $Value, [string] $Name = '$') {
    if ($Value -is [Text.Json.JsonElement]) { $Value = ConvertFrom-Element $Value }
    if ($null -eq $Value) { return "$Name null" }
    if ($Value -is [bool]) { return "$Name $($Value.ToString().ToLowerInvariant())" }
    if ($Value -is [string]) {
        $isMoment = $Name -match '\.(CreatedDate|LastModifiedDate|SystemModstamp)$' -and
            $Value -cmatch '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(\+0000|Z)$'
        return "$Name $($isMoment ? '(moment)' : "'$Value'")"
    }
    # JavaScript has one number type.
    if ($Value -is [int] -or $Value -is [long] -or $Value -is [decimal] -or $Value -is [double]) {
        return "$Name $(([double] $Value).ToString('R', [cultureinfo]::InvariantCulture))"
    }
    if ($Value -is [Collections.IDictionary]) {
        "$Name object"
        foreach ($key in $Value.Keys) { ConvertTo-DataText $Value[$key] "$Name.$key" }
    }
    elseif ($Value -is [Collections.IList]) {
        "$Name list of $($Value.Count)"
        for ($i = 0; $i -lt $Value.Count; $i++) { ConvertTo-DataText $Value[$i] "$Name[$i]" }
    }
    elseif ($Value -is [SalesforceJwt.Model.SfRecord] -or $Value.PSTypeNames -contains 'System.Management.Automation.PSCustomObject') {
        $type = $Value.PSTypeNames[0] -creplace '^Salesforce\.(?!Record$)'
        "$Name $($Value.attributes ? $Value.attributes.type : $type -cne $Value.PSTypeNames[0] ? $type : 'object')"
        foreach ($property in $Value.PSObject.Properties) {
            if ($property.Name -cne 'attributes') { ConvertTo-DataText $property.Value "$Name.$($property.Name)" }
        }
    }
    else { throw "$Name is a $($Value.GetType())." }
}

# A JSON value as a PowerShell object.
function ConvertFrom-Element([Text.Json.JsonElement] $Element) {
    switch ($Element.ValueKind) {
        Null { return }
        True { return $true }
        False { return $false }
        String { return $Element.GetString() }
        Number { return $Element.GetDouble() }
        Array { return , @($Element.EnumerateArray()) }
    }
    $members = [ordered]@{}
    foreach ($member in $Element.EnumerateObject()) { $members[$member.Name] = $member.Value }
    if ("$($members.Keys)" -ceq 'totalSize done records' -and $members.done.GetBoolean() -and
        $members.totalSize.GetInt32() -eq $members.records.GetArrayLength()) {
        return , @($members.records.EnumerateArray())
    }
    if ($null -eq $members['attributes']) { return $members }
    $type = $members.attributes.GetProperty('type').GetString()
    $members.Remove('attributes')
    $record = [pscustomobject] $members
    $record.PSTypeNames.Insert(0, "Salesforce.$type")
    $record
}

# Compares all data of both, which must not be empty, and names the first line that differs. An empty CSV value is an empty string in
# jsforce and null in the module.
function Assert-SameData([Parameter(Mandatory)] [AllowNull()] $Theirs, [Parameter(Mandatory)] [AllowNull()] $Ours, [switch] $Csv) {
    $expected = @(ConvertTo-DataText $Theirs)
    if ($expected[0] -match '^\$ (null|list of 0)$') { throw 'jsforce has nothing to compare.' }
    if ($Csv) { $expected = $expected -replace " ''$", ' null' }
    $actual = @(ConvertTo-DataText $Ours)
    for ($i = 0; $i -lt [Math]::Max($expected.Count, $actual.Count); $i++) {
        if ($expected[$i] -cne $actual[$i]) {
            throw "Line $i of $($expected.Count) and $($actual.Count): jsforce has '$($expected[$i])', the module '$($actual[$i])'."
        }
    }
}

Export-ModuleMember -Function Get-NoClientReason, Invoke-Jsforce, Invoke-SalesforceCli, Connect-SalesforceCli, Assert-SameData
