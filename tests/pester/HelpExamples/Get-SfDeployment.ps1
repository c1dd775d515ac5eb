New-TestPackage ./package ([ordered]@{
    Invoice = "public class Invoice {`n    public static Integer add(Integer a, Integer b) {`n        return a + b;`n    }`n}"
    InvoiceTest = "@IsTest`nprivate class InvoiceTest {`n    @IsTest static void adds() {`n        System.assertEquals(3, Invoice.add(1, 2));`n    }`n}"
})
$null = Deploy-SfMetadata ./package -RunTest InvoiceTest
New-TestPackage ./broken @{ Order = "public class Order {`n    public void send() {`n}" }
$null = Deploy-SfMetadata ./broken -ErrorAction Ignore
