# Objects as the views of the module see them: a view is chosen by a type's name and reads properties. Orgs with such names, dates and packages
# are not at hand. Prints nothing; $samples has an array for each view.
$when = [DateTimeOffset]::new(2026, 11, 29, 13, 51, 25, [TimeSpan]::Zero)
$model = 'SalesforceJwt.Model'
function New-SampleField($Object, $Name, $Type, [hashtable] $Values) {
    $field = [ordered]@{ ObjectName = $Object; Name = $Name; Type = $Type; Label = "Label of $Name"; Length = 0; Precision = 0
        Scale = 0; IsRequired = $false; IsCalculated = $false; IsExternalId = $false; IsCreateable = $true; IsUpdateable = $true
        ReferenceTo = @(); PicklistValues = @() }
    foreach ($key in $Values.Keys) { $field[$key] = $Values[$key] }
    $object = [pscustomobject] $field
    $object.PSObject.TypeNames.Insert(0, "$model.SfField")
    $object
}
$fields = @(
    New-SampleField Account Name string @{ Length = 255; IsRequired = $true }
    New-SampleField Account OwnerId reference @{ Length = 18; ReferenceTo = @('User', 'Group') }
    New-SampleField Gift__c npsp__Long_Field_Name_Of_The_Package__c picklist @{ PicklistValues = @('A', 'B').ForEach({ [pscustomobject]@{ Value = $_; IsActive = $true } }) }
    New-SampleField Gift__c npsp__Total_Gifts_Amount_Last_365_Days__c currency @{ Precision = 18; Scale = 2; IsCalculated = $true }
)
function New-SampleJob([string[]] $TypeName, [hashtable] $Values) {
    $job = [ordered]@{ Id = '750gL0000000001QAA'; Kind = 'Ingest'; Operation = 'hardDelete'; Type = 'npsp__Long_Object_Name__c'; State = 'JobComplete'
        RecordsProcessed = 50000; RecordsFailed = 12; CreatedAt = $when; ModifiedAt = $when; ExternalId = $null; ErrorMessage = $null }
    foreach ($key in $Values.Keys) { $job[$key] = $Values[$key] }
    $object = [pscustomobject] $job
    $TypeName | ForEach-Object { $object.PSObject.TypeNames.Insert(0, "$model.$_") }
    $object
}
$samples = [ordered]@{
    Connection = @(
        [pscustomobject]@{ Name = 'prod'; InstanceUrl = 'https://acme-corporation.my.salesforce.com'; ApiVersion = '68.0'; IsDefault = $false }
        [pscustomobject]@{ Name = 'uat'; InstanceUrl = 'https://acme-corporation--uat.sandbox.my.salesforce.com'; ApiVersion = $null; IsDefault = $true }
        [pscustomobject]@{ Name = 'dev'; InstanceUrl = 'https://acme-corporation--devfull.sandbox.my.salesforce.com'; ApiVersion = $null; IsDefault = $false }
    ).ForEach({
        $_.PSObject.TypeNames.Insert(0, 'SalesforceJwt.PS.Models.SfConnection')
        $_ | Add-Member -PassThru -NotePropertyMembers ([ordered]@{ Username = 'integration.user@acme.com'; IssuedAt = $when; CertificateNotAfter = $when.DateTime })
    })
    App = @(
        [pscustomobject]@{ PSTypeName = "$model.SfApp"; Name = 'nightly_export_of_the_data_warehouse'; Kind = 'ExternalClientApp'; Enabled = $true; PermittedUsers = 'AdminApprovedPreAuthorized'
            Users = @('integration.user@acme.com', 'ci@acme.com'); PermissionSets = @('nightly'); Scopes = @('api'); CallbackUrl = @(); Flows = @('Jwt'); IPRelaxation = 'Enforce'
            CreatedAt = $when; ModifiedAt = $when; Changes = @('Created the app.', 'Created the permission set.') }
        [pscustomobject]@{ PSTypeName = "$model.SfApp"; Name = 'Dataloader'; Kind = 'ConnectedApp'; Enabled = $null; PermittedUsers = 'AllSelfAuthorized'; Users = @(); PermissionSets = @(); Scopes = @()
            CallbackUrl = @(); Flows = @(); IPRelaxation = $null; CreatedAt = $when; ModifiedAt = $when; Changes = @() }
    )
    NewApp = [pscustomobject]@{ PSTypeName = "$model.SfApp#Registered"; Name = 'ci'; ConsumerKey = '3MVG9YFaV19H74jp6qZVVIgA5w8d8WewAP0_oHVr94r6rusNg7kiITlfLwQ8A7'; Users = @('ci@acme.com')
        Flows = @('Jwt'); Scopes = @('api'); CertificatePath = 'ci.crt'; KeyPath = 'ci.key'; Changes = @(); Command = 'Connect-SfJwt -Profile ci' }
    UserAccount = [pscustomobject]@{ PSTypeName = "$model.SfUserAccount"; Username = 'integration.user@acme.com.uat'; Name = 'Bartholomew Featherstonehaugh'; Email = 'integration.user@acme.com'
        Alias = 'bfeat'; UserId = '005gL0000000001QAA'; Profile = 'Standard Platform User'; License = 'Salesforce Platform'; Role = 'CEO'; State = 'Inactive'; LastLoginAt = $when; CreatedAt = $when
        Department = 'Sales'; Title = 'VP'; UserType = 'Standard'; Language = 'en_US'; Locale = 'en_US'; TimeZone = 'Europe/Berlin' }
    UserChange = @(
        [pscustomobject]@{ PSTypeName = "$model.SfUserChange"; Username = 'integration.user@acme.com.uat'; Change = 'Assign npsp__Long_Permission_Set_Name'; Outcome = 'Unchanged'; Error = $null }
        [pscustomobject]@{ PSTypeName = "$model.SfUserChange"; Username = 'ci@acme.com'; Change = 'Deactivate'; Outcome = 'Failed'; Error = 'ci@acme.com: FIELD_INTEGRITY_EXCEPTION: This user is the default lead owner.' }
    )
    PermissionSet = @(
        [pscustomobject]@{ PSTypeName = "$model.SfPermissionSet"; Name = 'npsp__Long_Permission_Set_Name_Of_It'; Kind = 'PermissionSet'; Label = 'May see all of the donations'; Username = 'integration.user@acme.com'; Used = $null; Total = $null; IsActive = $true }
        [pscustomobject]@{ PSTypeName = "$model.SfPermissionSet"; Name = 'Exports'; Kind = 'PermissionSet'; Label = 'May export'; Username = 'ci@acme.com'; Used = $null; Total = $null; IsActive = $false; ExpiresAt = [datetimeoffset] '2026-01-31T12:00:00Z' }
        [pscustomobject]@{ PSTypeName = "$model.SfPermissionSet"; Name = 'IdentityConnect'; Kind = 'License'; Label = 'Identity Connect'; Username = $null; Used = 3; Total = 10 }
    )
    UserPassword = [pscustomobject]@{ PSTypeName = 'SalesforceJwt.PS.Models.SfUserPassword'; Username = 'integration.user@acme.com.uat'; UserId = '005gL0000000001QAA'; Password = [securestring]::new() }
    Profile = [pscustomobject]@{ PSTypeName = "$model.SfProfile"; Name = 'nightly-export-uat'; LoginUrl = 'https://acme--uat.sandbox.my.salesforce.com'
        Username = 'integration.user@acme.com.uat'; Key = 'path /home/runner/keys/ci.key' }
    Certificate = [pscustomobject]@{ PSTypeName = "$model.SfCertificateInfo"; Path = '/keys/nightly-export.crt'; Format = 'X.509 PEM'; Kind = 'Certificate'; KeyAlgorithm = 'RSA'
        KeySize = 2048; NotBefore = $when.DateTime; NotAfter = $when.DateTime; DaysLeft = 730; IsExpired = $false; Matches = $true; Subject = 'CN=ci'; Problem = $null }
    KeyPair = [pscustomobject]@{ PSTypeName = "$model.SfCertificate"; CertificatePath = 'ci.crt'; KeyPath = 'ci.key'; PfxPath = $null; Subject = 'CN=ci'; NotAfter = $when.DateTime; IsKeyEncrypted = $true }
    Result = @(
        [pscustomobject]@{ PSTypeName = "$model.SfRecordResult"; Number = 1; Id = '003gL000000001AQAQ'; ExternalId = $null; Success = $true; Created = $true; IsInDoubt = $false; ErrorMessage = $null }
        [pscustomobject]@{ PSTypeName = "$model.SfRecordResult"; Number = 2; Id = '003gL000000002AQAQ'; ExternalId = $null; Success = $false; Created = $false; IsInDoubt = $false
            ErrorMessage = 'FIELD_CUSTOM_VALIDATION_EXCEPTION: The close date of a won opportunity may not lie in the future (CloseDate)' }
    )
    Composite = [pscustomobject]@{ PSTypeName = 'SalesforceJwt.PS.Models.SfCompositeResult'; ReferenceId = 'a'; Method = 'GET'; StatusCode = 200; Errors = @(); Body = @{ Id = 'x' } }
    Job = New-SampleJob SfBulkJob @{}
    NewJob = New-SampleJob SfBulkJob @{ RecordsProcessed = $null; RecordsFailed = $null }
    ListedJob = New-SampleJob SfBulkJob, SfBulkJob#Listed @{ RecordsProcessed = $null; RecordsFailed = $null }
    ObjectInfo = [pscustomobject]@{ PSTypeName = "$model.SfObjectInfo"; Name = 'npsp__Long_Object_Name_Of_The_Package__c'; KeyPrefix = 'a0B'; Label = 'Long object'
        IsQueryable = $true; IsCreateable = $true; IsUpdateable = $false; IsDeletable = $false }
    Object = [pscustomobject]@{ PSTypeName = "$model.SfObject"; Name = 'Gift__c'; KeyPrefix = 'a0B'; Label = 'Gift'; IsQueryable = $true; IsSearchable = $true; IsCreateable = $false
        IsUpdateable = $false; IsDeletable = $false; Fields = $fields; ChildRelationships = @() }
    Field = $fields
    Org = [pscustomobject]@{ PSTypeName = "$model.SfOrg"; Name = 'Acme Corporation'; Id = '00DgL0000000001UAA'; ConnectionName = 'prod'; Edition = 'Enterprise Edition'; InstanceName = 'USA794S'
        IsSandbox = $false; TrialExpiresAt = $null; CreatedAt = $when; NamespacePrefix = $null; MyDomainUrl = 'https://acme-corporation.my.salesforce.com'; Language = 'en_US'; Locale = 'de_DE'
        TimeZone = 'Europe/Berlin'; ApiVersion = '68.0'; OldestApiVersion = '31.0'; NewestApiVersion = '68.0'; RecordCounts = @([pscustomobject]@{ ObjectName = 'Account'; Count = 12000000 })
        Limits = @([pscustomobject]@{ Name = 'DailyAsyncApexExecutions'; Used = 61243; Max = 250000; PercentUsed = 24.5 }, [pscustomobject]@{ Name = 'DataStorageMB'; Used = 7; Max = 5; PercentUsed = 140 }) }
    Access = @(
        [pscustomobject]@{ PSTypeName = "$model.SfAccess"; Username = 'integration.user@acme.com'; UserId = '005gL0000000002QAA'; Kind = 'Object'; Target = 'Account'; Label = $null
            Access = 'Read, Create, Edit, Delete'; GrantedBy = 'Standard User'; GrantKind = 'Profile'; ComparedTo = $null; SideIndicator = $null }
        [pscustomobject]@{ PSTypeName = "$model.SfAccess"; Username = 'integration.user@acme.com'; UserId = '005gL0000000002QAA'; Kind = 'Object'; Target = 'Account'; Label = $null
            Access = 'Read, Create, Edit, Delete, ViewAll, ModifyAll'; GrantedBy = 'npsp__Nonprofit_Success_Pack_Standard'; GrantKind = 'PermissionSet'; ComparedTo = $null; SideIndicator = $null }
        [pscustomobject]@{ PSTypeName = "$model.SfAccess"; Username = 'integration.user@acme.com'; UserId = '005gL0000000002QAA'; Kind = 'Object'; Target = 'Case'; Label = $null
            Access = 'Read, Create, Edit, Delete, ViewAll, ModifyAll, ViewAllFields'; GrantedBy = 'System Administrator'; GrantKind = 'Profile'; ComparedTo = $null; SideIndicator = $null }
        [pscustomobject]@{ PSTypeName = "$model.SfAccess"; Username = 'integration.user@acme.com'; UserId = '005gL0000000002QAA'; Kind = 'Field'; Target = 'Account.npsp__Total_Gifts_Amount__c'; Label = $null
            Access = 'None'; GrantedBy = $null; GrantKind = $null; ComparedTo = $null; SideIndicator = $null }
        [pscustomobject]@{ PSTypeName = "$model.SfAccess"; Username = 'anna@acme.com'; UserId = '005gL0000000003QAA'; Kind = 'SystemPermission'; Target = 'ExportReport'; Label = 'Export Reports'
            Access = 'Enabled'; GrantedBy = 'Sales_team'; GrantKind = 'Group'; ComparedTo = 'integration.user@acme.com'; SideIndicator = '=>' }
    )
    Difference = @(
        [pscustomobject]@{ PSTypeName = "$model.SfObjectDifference"; ObjectName = 'Account'; Field = 'Rating'; Property = 'PicklistValues'; ReferenceValue = @('Hot', 'Warm'); DifferenceValue = @('Warm', 'Cold')
            SideIndicator = '<>'; Kind = 'Changed' }
        [pscustomobject]@{ PSTypeName = "$model.SfObjectDifference"; ObjectName = 'Account'; Field = 'npsp__Total_Gifts_Amount_Last_365_Days__c'; Property = 'IsNillable'; ReferenceValue = $true; DifferenceValue = $false
            SideIndicator = '<>'; Kind = 'Changed' }
        [pscustomobject]@{ PSTypeName = "$model.SfObjectDifference"; ObjectName = 'Contact'; Field = 'Level__c'; Property = $null; ReferenceValue = 'string(80)'; DifferenceValue = $null
            SideIndicator = '<='; Kind = 'Missing' }
        [pscustomobject]@{ PSTypeName = "$model.SfObjectDifference"; ObjectName = 'npsp__*'; Field = $null; Property = $null; ReferenceValue = $null; DifferenceValue = $null; SideIndicator = '=>'; Kind = 'Added' }
    )
    Limit = @(
        [pscustomobject]@{ PSTypeName = "$model.SfLimit"; ConnectionName = 'prod'; Name = 'DailyDurableGenericStreamingApiEvents'; Used = 61243; Max = 100000; PercentUsed = 61.2 }
        [pscustomobject]@{ PSTypeName = "$model.SfLimit"; ConnectionName = 'uat'; Name = 'DataStorageMB'; Used = 7; Max = 5; PercentUsed = 140 }
    )
    Check = [pscustomobject]@{ PSTypeName = "$model.SfCheck"; Status = 'Failed'; Check = 'Client id'; Detail = 'is missing'; Remedy = 'Set it.'; Command = 'x' }
    Apex = [pscustomobject]@{ PSTypeName = "$model.SfApexResult"; Success = $true; Duration = [TimeSpan]::FromSeconds(1.5); Path = 'x.apex' }
    Import = [pscustomobject]@{ PSTypeName = "$model.SfBulkResult"; Type = 'Contact'; Operation = 'insert'; Records = 50000; Jobs = @(New-SampleJob SfBulkJob @{}); FailedPath = 'failed.csv' }
    Export = [pscustomobject]@{ PSTypeName = "$model.SfBulkExport"; Path = 'x.csv'; Records = 50000; Bytes = 123456; JobId = @('a', 'b') }
    Deployment = @(
        [pscustomobject]@{ PSTypeName = "$model.SfDeployment"; Id = '0AfgL0000000001SAA'; Status = 'FinalizingDeployFailed'; CheckOnly = $false; Done = $true; ComponentsTotal = 9998; ComponentsDeployed = 9876
            ComponentErrors = 122; TestsTotal = 1500; TestsCompleted = 1499; TestErrors = 1; CreatedAt = $when; StartedAt = $when; ModifiedAt = $when; CompletedAt = $when; CreatedBy = 'Integration User of Acme'
            Components = @(1); ComponentFailures = @('ApexClass Order', 'ApexClass Invoice'); Tests = @(); TestFailures = @(); Coverage = @('Invoice 60%'); CoverageWarnings = @('Average test coverage is 60%') }
        [pscustomobject]@{ PSTypeName = "$model.SfDeployment"; Id = '0AfgL0000000002SAA'; Status = 'InProgress'; CheckOnly = $true; Done = $false; ComponentsTotal = 40; ComponentsDeployed = 12
            ComponentErrors = 0; TestsTotal = 0; TestsCompleted = 0; TestErrors = 0; CreatedAt = $when; StartedAt = $when; ModifiedAt = $when; CompletedAt = $null; CreatedBy = 'Ada' }
    )
    DeploymentComponent = [pscustomobject]@{ PSTypeName = "$model.SfDeploymentComponent"; Outcome = 'Failed'; Line = 3; Column = 17; Problem = 'Variable does not exist: npsp__Total_Gifts_Amount_Last_365_Days__c of the object' } |
        Add-Member -PassThru -Force ScriptMethod ToString { 'ApexClass npsp__Long_Name_Of_A_Class_Of_The_Package' }
    DeploymentTest = [pscustomobject]@{ PSTypeName = "$model.SfDeploymentTest"; Success = $false; Duration = [TimeSpan]::FromSeconds(1.5); Message = 'System.AssertException: Assertion Failed: Expected: 3, Actual: 4' } |
        Add-Member -PassThru -Force ScriptMethod ToString { 'InvoiceTest.adds' }
    DeploymentCoverage = [pscustomobject]@{ PSTypeName = "$model.SfDeploymentCoverage"; Percent = 60; Locations = 10; NotCovered = 4; Name = 'Invoice' }
    CachedToken = [pscustomobject]@{ PSTypeName = "$model.SfTokenCacheEntry"; Username = 'integration.user@acme.com.uat'; LoginUrl = 'https://acme--uat.sandbox.my.salesforce.com'; IssuedAt = $when; SealedWith = 'consumer secret' }
    Token = [pscustomobject]@{ PSTypeName = "$model.SfTokenInfo"; IsActive = $true; IssuedAt = $when; ExpiresAt = $when }
    AccessToken = [pscustomobject]@{ PSTypeName = 'SalesforceJwt.PS.Models.SfAccessToken'; Username = 'a@b.c'; IssuedAt = $when; InstanceUrl = 'https://acme.my.salesforce.com' }
    Jwt = [pscustomobject]@{ PSTypeName = 'SalesforceJwt.PS.Models.SfJwt'; Issuer = 'x'; IssuedAt = $when; NotBefore = $when; ExpiresAt = $when }
    TokenAnswer = [pscustomobject]@{ PSTypeName = 'SalesforceJwt.PS.Models.SfTokenAnswer'; AccessToken = 'x'; IdToken = 'x'; ExpiresAt = $when; TokenUrl = 'https://idp.example.com/token'
        Response = [pscustomobject]@{ tenant = 1 } }
    DecodedJwt = [pscustomobject]@{ PSTypeName = 'SalesforceJwt.PS.Models.SfDecodedJwt'; Algorithm = 'RS256'; Audience = @('a', 'b'); IssuedAt = $when; NotBefore = $when; ExpiresAt = $when
        IsExpired = $true; ExpiryUnit = 'Seconds' }
    SignedRequest = [pscustomobject]@{ PSTypeName = 'SalesforceJwt.PS.Models.SfSignedRequest'; IssuedAt = $when; ExpiresAt = $when; AccessToken = 'x'; RefreshToken = 'x'
        Context = [pscustomobject]@{ user = 1; links = 2 } }
    CiSecret = [pscustomobject]@{ PSTypeName = 'SalesforceJwt.PS.Models.SfCiSecret'; Name = 'SF_JWT_KEY' }
    File = [pscustomobject]@{ PSTypeName = "$model.SfFile"; Id = '068gL0000000001QAA'; ContentDocumentId = '069gL0000000001QAA'; VersionNumber = '1'; Size = 5; Title = 'Letter' }
    Login = @(
        [pscustomobject]@{ PSTypeName = "$model.SfLogin"; Time = $when; Username = 'integration.user@acme.com'; UserId = '005gL0000000001QAA'; Status = 'Failed: Not approved for access'
            IsSuccess = $false; Application = 'nightly_export_of_the_data_warehouse'; LoginType = 'Remote Access 2.0'; SourceIp = '203.0.113.7'; LoginUrl = 'login.salesforce.com'; Remedy = 'Approve it.' }
        [pscustomobject]@{ PSTypeName = "$model.SfLogin"; Time = $when; Username = $null; UserId = '005gL0000000002QAA'; Status = 'Success'; IsSuccess = $true; Application = 'Browser'
            LoginType = 'Application'; SourceIp = '203.0.113.7'; LoginUrl = 'login.salesforce.com'; Remedy = $null }
    )
    AuditTrail = [pscustomobject]@{ PSTypeName = "$model.SfAuditTrailEntry"; Time = $when; Username = 'integration.user@acme.com'; Section = 'Manage Users'; Action = 'PermSetAssign'
        Display = 'Permission set Sales_Operations: assigned to user Integration User (UserID: [005gL0000000001])'; DelegateUser = $null; UserId = '005gL0000000001QAA'; Id = '0YmgL0000000001QAA' }
    EventLog = [pscustomobject]@{ PSTypeName = "$model.SfEventLog"; EventType = 'LightningPageView'; LogDate = $when; Interval = 'Hourly'; Sequence = 12; Length = 12345678901
        CreatedAt = $when; FieldNames = @('EVENT_TYPE', 'TIMESTAMP'); Id = '0ATgL0000000001QAA' }
    AppToken = [pscustomobject]@{ PSTypeName = "$model.SfAppToken"; Application = 'Nightly export of the data warehouse'; Username = 'integration.user@acme.com'; UserId = '005gL0000000001QAA'
        CreatedAt = $when; LastUsedAt = $when; UseCount = 1234567 }
}
