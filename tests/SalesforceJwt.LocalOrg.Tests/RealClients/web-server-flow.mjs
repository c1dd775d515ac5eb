// Web server flow with PKCE. The test is the browser: it is told the authorize page's address, and sends the code and
// then, once it has ended every session, an empty line.
import { createInterface } from 'node:readline';
import { answer, jsforce, settings } from './client.mjs';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { loginUrl, clientId, clientSecret, redirectUri } = settings;
const oauth2 = new jsforce.OAuth2({ loginUrl, clientId, clientSecret, redirectUri, useVerifier: true });
answer({ url: oauth2.getAuthorizationUrl({ scope: 'api refresh_token', state: 'a b&c' }) });

const connection = new jsforce.Connection({ oauth2, version: '68.0' });
const refreshed = [];
connection.on('refresh', (accessToken) => refreshed.push(accessToken));
const user = await connection.authorize((await lines.next()).value);
const count = async () => (await connection.query('SELECT COUNT() FROM Contact')).totalSize;
answer({ user, accessToken: connection.accessToken, count: await count(), refreshed });

await lines.next();
answer({ count: await count(), accessToken: connection.accessToken, refreshed });
process.exit();
