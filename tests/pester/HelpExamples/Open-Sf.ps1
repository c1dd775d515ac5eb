# A program that takes the URL and opens nothing.
$bin = (New-Item -ItemType Directory bin).FullName
foreach ($name in 'xdg-open', 'open') {
    Set-Content "$bin/$name" "#!/bin/sh`n"
    if (-not $IsWindows) { chmod +x "$bin/$name" }
}
$env:PATH = "$bin$([IO.Path]::PathSeparator)$env:PATH"
