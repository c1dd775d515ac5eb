$env:KEY_PASSWORD = 'correct horse battery staple'
