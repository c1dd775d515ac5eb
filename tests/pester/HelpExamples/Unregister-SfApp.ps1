$null = Register-SfApp ci -User ci@example.com
$null = Register-SfApp ci_old
# Nobody answers the question.
$ConfirmPreference = 'None'
