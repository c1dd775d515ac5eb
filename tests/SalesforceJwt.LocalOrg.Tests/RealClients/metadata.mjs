// Describes, lists and reads metadata.
import { answer, jsforce, settings, signIn } from './client.mjs';

const { connection } = await signIn();
const { metadata } = connection;
const { metadataObjects } = await metadata.describe();
const listed = await metadata.list(settings.types.map((type) => ({ type })));
const read = [];
for (const { type, fullName } of listed) {
    read.push(await metadata.read(type, fullName));
}
const both = await metadata.read('ExternalClientApplication', ['Nobody', 'Ci_App']);
const fault = await metadata.list({ type: 'Nothing' }).then(() => 'no error', (error) => `${error.errorCode}: ${error.message}`);

// jsforce sees by the fault that the session has ended, and renews it.
let renewals = 0;
const expired = new jsforce.Connection({
    instanceUrl: connection.instanceUrl,
    accessToken: '00D000000000000!expired',
    version: '68.0',
    refreshFn: (_, callback) => {
        renewals++;
        callback(null, connection.accessToken);
    },
});
const renewed = (await expired.metadata.list({ type: settings.types[0] })).length;
answer({ types: metadataObjects.map((type) => type.xmlName), listed, read, both, fault, renewals, renewed });
