// Creates, updates and deletes a record, and reads it after each step.
import { answer, signIn } from './client.mjs';

const { connection } = await signIn();
const contacts = connection.sobject('Contact');
const created = await contacts.create({ LastName: 'Ørsted', Email: 'first@example.com' });
const { LastName, Email } = await contacts.retrieve(created.id);
const updated = await contacts.update({ Id: created.id, Email: 'second@example.com' });
const { Email: changed } = await contacts.retrieve(created.id);
const deleted = await contacts.destroy(created.id);
const gone = await contacts.retrieve(created.id).then(() => 'still there', (error) => error.errorCode);
answer({ created, LastName, Email, updated, changed, deleted, gone });
