// Sets a user's password, tries one that the policy refuses, and resets it.
import { answer, settings, signIn } from './client.mjs';

const { connection } = await signIn();
await connection.soap.setPassword(settings.userId, 'correct horse 1');
const refused = await connection.soap.setPassword(settings.userId, 'onlyletters').then(() => 'accepted', (error) => error.message);
const { password: reset } = await connection.soap.resetPassword(settings.userId);
answer({ refused, reset });
