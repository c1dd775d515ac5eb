# Stands in for PSResourceGet where a PowerShell comes without it, with the parameters that samples/ci uses: repositories that are folders, exact versions.
$script:store = Join-Path $HOME 'repositories.json'

function Register-PSResourceRepository {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $Name, [Parameter(Mandatory)] [string] $Uri, [switch] $Force)
    $all = (Test-Path $script:store) ? (Get-Content $script:store -Raw | ConvertFrom-Json -AsHashtable) : @{}
    if ($all.ContainsKey($Name) -and -not $Force) { throw "The repository $Name is there already." }
    $all[$Name] = $Uri
    $all | ConvertTo-Json | Set-Content $script:store
}

function Install-PSResource {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $Name, [string] $Version, [Parameter(Mandatory)] [string] $Repository, [switch] $TrustRepository)
    if (-not $TrustRepository) { throw 'Would ask whether the repository is trusted.' }
    $folder = (Get-Content $script:store -Raw | ConvertFrom-Json -AsHashtable)[$Repository]
    $package = if ($folder) { Get-ChildItem $folder -Filter "$Name.$($Version ? $Version : '*').nupkg" | Sort-Object Name | Select-Object -Last 1 }
    if (-not $package) {
        Write-Error "Package '$Name' with version '$Version' could not be found in repository '$Repository'."
        return
    }
    $target = Join-Path ($env:PSModulePath -split [IO.Path]::PathSeparator)[0] $Name $package.BaseName.Substring($Name.Length + 1)
    [IO.Compression.ZipFile]::ExtractToDirectory($package.FullName, $target)
}
