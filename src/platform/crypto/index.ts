import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export { drawLetters, readLetters } from './printed-letters.ts'

/** Seals secrets that must be had back later, such as a mail server's password. What is only compared is hashed instead. */
export type SecretBox = {
  /** `place` binds the text to where it is kept, so that a sealed text moved to another row does not open. */
  seal(text: string, place: string): string
  /** Throws when the text was changed, sealed for another place, or sealed with another key. */
  open(sealed: string, place: string): string
}

/** The box whose key is the file `secret.key` of the data folder; the file is made when there is none. */
export function openSecretBox(dataFolder: string): SecretBox {
  return secretBoxOf(readOrMakeKey(join(dataFolder, 'secret.key'), dataFolder))
}

/** AES-256-GCM with a fresh nonce each time: `v1.` + base64url of nonce, tag and text. */
export function secretBoxOf(key: Buffer): SecretBox {
  return {
    seal(text, place) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, place) {
      if (!sealed.startsWith('v1.')) throw new Error('this is not a sealed text')
      const bytes = Buffer.from(sealed.slice(3), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(12, 28))
      return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}

/** Hashes what is only compared and too short to be safe by itself: without the key, nobody can try all of them. */
export type KeyedHash = (text: string, place: string) => string

/** Keyed with the file `secret.key` of the data folder; the file is made when there is none. `place` binds as in a box. */
export function openKeyedHash(dataFolder: string): KeyedHash {
  return keyedHashOf(readOrMakeKey(join(dataFolder, 'secret.key'), dataFolder))
}

/** HMAC-SHA-256 under a key derived for this use alone. */
export function keyedHashOf(key: Buffer): KeyedHash {
  const own = createHmac('sha256', key).update('gatehouse keyed hash').digest()
  return (text, place) =>
    createHmac('sha256', own)
      .update(JSON.stringify([place, text]))
      .digest('base64url')
}

/** Compares in a time that tells nothing of where two texts differ, nor of their lengths. */
export function isSameSecret(given: string, held: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(held))
}

function readOrMakeKey(file: string, folder: string): Buffer {
  const key = readIfThere(file)
  if (key) return key
  mkdirSync(folder, { recursive: true })
  // Written whole under another name and linked into place: of two processes that start together, one key wins.
  const unfinished = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(unfinished, randomBytes(32), { mode: 0o600 })
  try {
    linkSync(unfinished, file)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(unfinished, { force: true })
  }
  return readFileSync(file)
}

function readIfThere(file: string): Buffer | null {
  try {
    const key = readFileSync(file)
    if (key.length !== 32) throw new Error(`${file} is not a key of 32 bytes`)
    return key
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** A one-time code of six digits, to be typed within minutes and guessed at a few times at most. */
export function sixDigits(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}
