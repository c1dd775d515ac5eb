$null = New-SfRecord Opportunity @{ Name = 'Won deal'; StageName = 'Closed Won'; CloseDate = [DateOnly]'2025-06-30'; Amount = 5000 }
$null = New-SfRecord Account @{ Name = 'Acme'; Phone = '+1 (415) 555-0100' }
