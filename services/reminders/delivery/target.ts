import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/** Where deliveries may go. */
export type TargetRules = {
  /** Hosts that the municipality may tell, as `host` or `host:port`. */
  readonly allowedHosts: (tenant: string) => readonly string[];
  /** Lets deliveries go to this machine, and there also without TLS. */
  readonly development: boolean;
  /** All addresses of a host name. */
  readonly resolve: (host: string) => Promise<readonly LookupAddress[]>;
};

/** An address that was checked. What is sent goes to `addresses` and nowhere else, whatever the name says by then. */
export type Target = { readonly url: URL; readonly addresses: readonly LookupAddress[] };

/** Nothing may be sent there. `code` says why. */
export class ForbiddenTarget extends Error {
  override readonly name = 'ForbiddenTarget';
  constructor(
    readonly code: 'url-invalid' | 'https-required' | 'host-not-allowed' | 'address-unknown' | 'address-not-public',
  ) {
    super(code);
  }
}

const notPublic = new BlockList();
// Source: IANA's registry of special-purpose IPv4 addresses; multicast and reserved besides.
for (const network of [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
]) {
  const [address = '', prefix] = network.split('/');
  notPublic.addSubnet(address, Number(prefix), 'ipv4');
}
// Within the one block of global IPv6 addresses: what is carried over IPv4 and hides an address, and examples.
notPublic.addSubnet('2001::', 23, 'ipv6');
notPublic.addSubnet('2001:db8::', 32, 'ipv6');
notPublic.addSubnet('2002::', 16, 'ipv6');
notPublic.addSubnet('3fff::', 20, 'ipv6');

const globalIpv6 = new BlockList();
globalIpv6.addSubnet('2000::', 3, 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an address is one of the open internet. */
export const isPublic = (address: string): boolean => {
  const kind = isIP(address);
  if (kind === 4) return !notPublic.check(address, 'ipv4');
  return kind === 6 && globalIpv6.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
};

const isLoopback = (address: string): boolean => loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

const parse = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) throw new ForbiddenTarget('url-invalid');
  // What stands there would end up in logs and in the list of webhooks.
  if (url.username !== '' || url.password !== '') throw new ForbiddenTarget('url-invalid');
  return url;
};

const resolved = async ({ hostname }: URL, { resolve }: TargetRules): Promise<readonly LookupAddress[]> => {
  const host = hostname.replace(/^\[|\]$/g, '');
  const found = await resolve(host).catch(() => []);
  if (found.length === 0) throw new ForbiddenTarget('address-unknown');
  return found;
};

const isAllowed = ({ host, hostname, port }: URL, allowed: readonly string[]): boolean =>
  allowed.includes(host) || allowed.includes(`${hostname}:${port || '443'}`);

const requireReachable = ({ url, addresses }: Target, development: boolean): void => {
  const here = development && addresses.every(({ address }) => isLoopback(address));
  if (url.protocol === 'http:' && !here) throw new ForbiddenTarget('https-required');
  if (!here && !addresses.every(({ address }) => isPublic(address))) throw new ForbiddenTarget('address-not-public');
};

/** Checks scheme, host and every address that the host has right now. Throws ForbiddenTarget. */
export const requireTarget = async (tenant: string, text: string, rules: TargetRules): Promise<Target> => {
  const url = parse(text);
  if (url.protocol === 'http:' && !rules.development) throw new ForbiddenTarget('https-required');
  if (!isAllowed(url, rules.allowedHosts(tenant))) throw new ForbiddenTarget('host-not-allowed');
  const target = { url, addresses: await resolved(url, rules) };
  requireReachable(target, rules.development);
  return target;
};
