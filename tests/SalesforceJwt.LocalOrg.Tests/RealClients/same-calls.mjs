// Makes the calls that tests/pester/SameAsJsforce.Tests.ps1 makes with the module too, in the same order, and prints what each gave.
import { buffer } from 'node:stream/consumers';
import { answer, settings, signIn } from './client.mjs';

const { connection } = await signIn();
const { soql, contacts, search } = settings;
const contact = connection.sobject('Contact');
connection.bulk2.pollInterval = 50;
connection.bulk2.pollTimeout = 120_000;

const readAll = async (query, options) => (await connection.query(query, { autoFetch: true, maxFetch: 100_000, ...options })).records;
const rowsOf = async (stream) => {
    const rows = [];
    for await (const row of stream) {
        rows.push(row);
    }
    return rows;
};

const calls = {
    limits: () => connection.limits(),
    objects: async () => (await connection.describeGlobal()).sobjects,
    object: () => connection.describe('Contact'),
    pages: () => readAll(soql.pages),
    parents: () => readAll(soql.parents),
    children: () => readAll(soql.children),
    count: async () => (await connection.query(soql.count)).totalSize,
    groups: () => readAll(soql.groups),
    find: () => contact
        .find(
            {
                LastName: { $in: ['Abbott', "O'Neil", 'Dvořák', 'Kim'] },
                Email: { $like: 'contact%@example.com' },
                $not: { MailingCity: 'Osaka' },
                DoNotCall: false,
            },
            ['Id', 'LastName', 'FirstName', 'MailingCity', 'DoNotCall'],
        )
        .sort({ LastName: 'DESC', Id: 1 })
        .limit(7)
        .skip(3),
    search: async () => (await connection.search(search)).searchRecords,
    one: () => contact.retrieve('003gL0000000003QAA'),
    several: () => contact.retrieve(['003gL0000000007QAA', '003gL0000000001QAA'], { fields: ['LastName', 'Birthdate', 'Phone'] }),
    createOne: () => contact.create(contacts.one),
    createSeveral: () => contact.create(contacts.several),
    update: ({ createOne }) => contact.update({ Id: createOne.id, ...contacts.changes }),
    upsert: () => contact.upsert(contacts.upserts, 'External_Id__c'),
    owners: () => readAll(soql.owners),
    delete: ({ createSeveral }) => contact.destroy(createSeveral[0].id),
    deleted: () => readAll(soql.deleted, { scanAll: true }),
    composite: async () => (await connection.requestPost('/composite', settings.composite)).compositeResponse,
    tree: async () => (await connection.requestPost('/composite/tree/Account', settings.tree)).results,
    bulkIngest: async () => {
        const job = connection.bulk2.createJob({ object: 'Contact', operation: 'insert' });
        await job.open();
        await job.uploadData(contacts.bulk);
        await job.close();
        await job.poll();
        const { successfulResults, failedResults } = await job.getAllResults();
        const { state, numberRecordsProcessed, numberRecordsFailed } = await job.check();
        return { state, numberRecordsProcessed, numberRecordsFailed, successfulResults, failedResults };
    },
    bulkQuery: async () => rowsOf(await connection.bulk2.query(soql.bulk)),
    apex: () => connection.tooling.executeAnonymous(settings.apex),
    apexFailure: () => connection.tooling.executeAnonymous(settings.brokenApex),
    tooling: async () => (await connection.tooling.query(soql.tooling)).records,
    upload: async () => {
        const { id } = await connection.sobject('ContentVersion').create({ ...settings.file.fields, VersionData: settings.file.base64 });
        return connection.sobject('ContentVersion').retrieve(id);
    },
    download: async ({ upload }) => (await buffer(connection.sobject('ContentVersion').record(upload.Id).blob('VersionData'))).toString('base64'),
    apexRest: () => connection.apex.post('/echo?a=1', settings.echoed),
};

const given = {};
for (const [name, call] of Object.entries(calls)) {
    given[name] = await call(given).catch((error) => ({ error: `${error.name}: ${error.message}` }));
}
answer(given);
