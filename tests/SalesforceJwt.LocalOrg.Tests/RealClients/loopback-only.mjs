// Loaded into every client: names of other machines are unknown to it. sf offers an assertion that LocalOrg refused to
// the hosts of Salesforce, which a failing test must not do.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';

const { lookup } = dns;
const { lookup: lookupAsync } = dns.promises;
const isLoopback = (host) => host === 'localhost' || host === '127.0.0.1';
const error = (host) => Object.assign(new Error(`The tests reach no other machine: ${host}`), { code: 'ENOTFOUND' });

dns.promises.lookup = (host, ...rest) => (isLoopback(host) ? lookupAsync(host, ...rest) : Promise.reject(error(host)));
dns.lookup = (host, ...rest) => (isLoopback(host) ? lookup(host, ...rest) : process.nextTick(rest.at(-1), error(host)));
dns.lookup[promisify.custom] = dns.promises.lookup;
syncBuiltinESMExports();
