// Signs in with an assertion, asks who it is, and reads every page of a query.
import { answer, settings, signIn } from './client.mjs';

const { connection, user } = await signIn();
const identity = await connection.identity();
const { totalSize, done, records } = await connection.query(settings.soql, { autoFetch: true, maxFetch: 100_000 });
answer({ user, username: identity.username, totalSize, done, emails: records.map((record) => record.Email) });
