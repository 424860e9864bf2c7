import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Refusal } from '../errors/index.ts'

export { guardedConnector } from './connector.ts'

/**
 * Where the program may connect to when a school types an address (SEC-7): the open internet, and of the operator's own
 * network only what the operator listed. The check is made on the address that is really connected to.
 */
export type Outbound = {
  /** For `net.connect` and undici: resolves a name and refuses addresses that are not allowed. */
  lookup: LookupFunction
  /** The first allowed address of a name, or the address itself. Throws a Refusal. */
  resolve(host: string): Promise<string>
  /** Throws a Refusal when the host is an address (not a name) that is not allowed: those are never looked up. */
  assertAddressAllowed(host: string): void
}

/** `allowed` holds host names and addresses of the operator's network, or `*` for everything. */
export function outboundTo(allowed: readonly string[]): Outbound {
  const isListed = (host: string) => allowed.includes('*') || allowed.includes(host.toLowerCase())
  const pick = (host: string, found: LookupAddress[]) =>
    found.filter(({ address }) => isListed(host) || isListed(address) || isPublicAddress(address))
  const refusal = (host: string) =>
    new Refusal(
      'outbound.private',
      `${host} is inside the network of this server, where schools may not send to. ` +
        'If it is meant, the operator adds it to GATEHOUSE_PRIVATE_TARGETS.',
    )

  function assertAddressAllowed(host: string): void {
    const address = host.replace(/^\[|\]$/g, '')
    if (isIP(address) && !isListed(address) && !isPublicAddress(address)) throw refusal(address)
  }

  const lookup: LookupFunction = (host, options, callback) => {
    dnsLookup(host, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0)
      const usable = pick(host, found)
      const [first] = usable
      if (!first) return callback(refusal(host), '', 0)
      return options.all ? callback(null, usable) : callback(null, first.address, first.family)
    })
  }

  return {
    lookup,
    assertAddressAllowed,
    resolve: (host) =>
      new Promise((resolve, reject) => {
        if (isIP(host)) {
          assertAddressAllowed(host)
          return resolve(host)
        }
        return lookup(host, { all: true }, (error, found) => {
          const [first] = typeof found === 'string' ? [] : found
          return error || !first ? reject(error ?? refusal(host)) : resolve(first.address)
        })
      }),
  }
}

/** The operator's list, from GATEHOUSE_PRIVATE_TARGETS: host names or addresses between commas. */
export function readPrivateTargets(env: Record<string, string | undefined> = process.env): string[] {
  const text = env.GATEHOUSE_PRIVATE_TARGETS ?? ''
  return text
    .split(',')
    .map((target) => target.trim().toLowerCase())
    .filter(Boolean)
}

const notPublic = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  notPublic.addSubnet(net, prefix, 'ipv4')
}

const publicV6 = new BlockList()
publicV6.addSubnet('2000::', 3, 'ipv6')
const embedsV4 = new BlockList()
embedsV4.addSubnet('2001::', 32, 'ipv6')
embedsV4.addSubnet('2002::', 16, 'ipv6')
embedsV4.addSubnet('2001:db8::', 32, 'ipv6')

/** True for addresses of the open internet. An IPv4 address written as IPv6 is judged as what it is. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  if (isIP(plain) === 4) return !notPublic.check(plain, 'ipv4')
  return isIP(plain) === 6 && publicV6.check(plain, 'ipv6') && !embedsV4.check(plain, 'ipv6')
}
