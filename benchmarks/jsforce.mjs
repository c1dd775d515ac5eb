// jsforce, signed in: does what each line of input names, and answers with a line of JSON. Started by Common.ps1.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const jsforce = createRequire(`${process.env.SFJWT_NODE_CLIENTS}/`)('jsforce');
const connection = new jsforce.Connection({ instanceUrl: process.argv[2], accessToken: process.env.SF_ACCESS_TOKEN, version: '68.0' });
connection.bulk2.pollTimeout = 600_000;
connection.bulk2.pollInterval = 100;

const contacts = (rows) => `SELECT Id, FirstName, LastName, Email, CreatedDate FROM Contact LIMIT ${rows}`;

const works = {
    async query(rows) {
        const { records } = await connection.query(contacts(rows), { autoFetch: true, maxFetch: rows });
        return records.length;
    },
    async bulkQuery(rows) {
        let count = 0;
        const stream = await connection.bulk2.query(contacts(rows));
        for await (const record of stream) {
            if (record.Id) {
                count += 1;
            }
        }
        return count;
    },
    async bulkIngest(rows) {
        const records = [];
        for (let i = 1; i <= rows; i += 1) {
            records.push({ FirstName: 'Ada', LastName: `Contact ${i}`, Email: `contact${i}@example.com`, Phone: '+47 22 22 22 22', Title: 'Engineer' });
        }
        const job = connection.bulk2.createJob({ object: 'Contact', operation: 'insert' });
        await job.open();
        await job.uploadData(records);
        await job.close();
        await job.poll();
        return (await job.check()).numberRecordsProcessed;
    },
};

for await (const line of createInterface({ input: process.stdin })) {
    const { work, rows } = JSON.parse(line);
    let answer;
    try {
        answer = { rows: await works[work](rows), peakMB: Math.round(process.resourceUsage().maxRSS / 1024) };
    } catch (error) {
        answer = { error: `${error.name}: ${error.message}` };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
}
