import { readEmails, readPhones } from '../../people/index.ts'

export type TypedDescription = {
  forename: string
  surname: string
  relationship: string
  email: string
  mobile: string
}
export type Description = TypedDescription
export type DescriptionErrors = Partial<Record<keyof TypedDescription, string>>

const longestName = 80

/** LET-9: who somebody says they are. Email and mobile come back in their normal form; what cannot be used is said by field. */
export function readDescription(
  typed: TypedDescription,
): { description: Description; errors: null } | { description: null; errors: DescriptionErrors } {
  const [email, mobile] = [usableEmailIfAny(typed.email), usableMobileIfAny(typed.mobile)]
  const [forename, surname, relationship] = [tidy(typed.forename), tidy(typed.surname), tidy(typed.relationship)]
  const errors: DescriptionErrors = {
    ...(isName(forename) ? {} : { forename: 'Type your first name.' }),
    ...(isName(surname) ? {} : { surname: 'Type your last name.' }),
    ...(isName(relationship) ? {} : { relationship: 'Say who you are to the child, such as mother or grandfather.' }),
    ...(email ? {} : { email: 'Type one email address that you read, such as name@example.org.' }),
    ...(mobile ? {} : { mobile: 'Type one mobile number that gets texts, such as 07700 900123.' }),
  }
  if (Object.keys(errors).length > 0 || !email || !mobile) return { description: null, errors }
  return { description: { forename, surname, relationship, email, mobile }, errors: null }
}

/** One email address in its normal form; null for none, several, or one that cannot be used. */
export function usableEmailIfAny(text: string): string | null {
  const [email, ...more] = readEmails(text)
  return email?.usable && more.length === 0 ? email.value : null
}

/** One number that takes texts, in E.164; null for none, several, or one that cannot be used. */
export function usableMobileIfAny(text: string): string | null {
  const [mobile, ...more] = readPhones(text)
  return mobile?.usable && mobile.smsCapable && more.length === 0 ? mobile.value : null
}

/** A name as it is kept; null for what is no name. */
export function nameIfAny(text: string): string | null {
  const name = tidy(text)
  return isName(name) ? name : null
}

const tidy = (text: string) => text.trim().replaceAll(/\s+/g, ' ')

/** At least one letter of any script, and nothing that is no name. */
function isName(text: string): boolean {
  return text.length <= longestName && /\p{L}/u.test(text) && !/[<>{}@\\/]|https?:/i.test(text)
}
