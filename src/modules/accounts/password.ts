import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from '../../platform/errors/index.ts'

const argon2id = promisify(argon2)
/** The second of the settings that RFC 9106 recommends, with half the memory: about 50 ms on a small school server. */
const cost = { memory: 32_768, passes: 3, parallelism: 1, tagLength: 32 }

/** An argon2id hash in PHC form, which carries its own cost and salt. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const hash = await makeHash({ ...cost, nonce, message: password.normalize('NFKC') })
  const { memory, passes, parallelism } = cost
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encode(nonce)}$${encode(hash)}`
}

/** Takes as long for an account without a password (or no account at all) as for one with a wrong password (SEC-3). */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const { memory, passes, parallelism, nonce, hash } = readPhc(stored ?? nobodysHash)
  const tagLength = hash.length
  const given = await makeHash({
    memory,
    passes,
    parallelism,
    tagLength,
    nonce,
    message: password.normalize('NFKC'),
  })
  return timingSafeEqual(given, hash) && stored !== null
}

/** Hashing is dear on purpose. Past so many at once a flood of sign-ins is turned away instead of piling up. */
const mostAtOnce = 16
let underWay = 0

async function makeHash(settings: Parameters<typeof argon2id>[1]): Promise<Buffer> {
  if (underWay >= mostAtOnce) {
    throw new Refusal('sign-in.busy', 'Very many people are signing in at this moment. Try again in a few seconds.')
  }
  underWay += 1
  try {
    return await argon2id('argon2id', settings)
  } finally {
    underWay -= 1
  }
}

function readPhc(stored: string) {
  const [, , , settings = '', nonce = '', hash = ''] = stored.split('$')
  const [memory = 0, passes = 0, parallelism = 0] = settings.split(',').map((part) => Number(part.slice(2)))
  return { memory, passes, parallelism, nonce: Buffer.from(nonce, 'base64'), hash: Buffer.from(hash, 'base64') }
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}

const nobodysHash = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(randomBytes(16))}$${encode(randomBytes(32))}`
