# Exit code 0 where Pester 5 or later is there.
exit [int](-not (Get-Module -ListAvailable Pester | Where-Object Version -GE '5.0'))
