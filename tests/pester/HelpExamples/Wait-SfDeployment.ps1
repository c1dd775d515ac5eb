New-TestPackage ./package ([ordered]@{
    Invoice = "public class Invoice {`n    public static Integer add(Integer a, Integer b) {`n        return a + b;`n    }`n}"
    InvoiceTest = "@IsTest`nprivate class InvoiceTest {`n    @IsTest static void adds() {`n        System.assertEquals(3, Invoice.add(1, 2));`n    }`n}"
})
