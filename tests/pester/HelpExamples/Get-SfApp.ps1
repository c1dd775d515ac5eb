$null = Register-SfApp ci -User ci@example.com
