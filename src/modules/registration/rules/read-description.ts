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
  const [email, ...moreEmails] = readEmails(typed.email)
  const [mobile, ...moreMobiles] = readPhones(typed.mobile)
  const name = (text: string) => text.trim().replaceAll(/\s+/g, ' ')
  const [forename, surname, relationship] = [name(typed.forename), name(typed.surname), name(typed.relationship)]
  const errors: DescriptionErrors = {
    ...(isName(forename) ? {} : { forename: 'Type your first name.' }),
    ...(isName(surname) ? {} : { surname: 'Type your last name.' }),
    ...(isName(relationship) ? {} : { relationship: 'Say who you are to the child, such as mother or grandfather.' }),
    ...(email?.usable && email.value && moreEmails.length === 0
      ? {}
      : { email: 'Type one email address that you read, such as name@example.org.' }),
    ...(mobile?.usable && mobile.smsCapable && mobile.value && moreMobiles.length === 0
      ? {}
      : { mobile: 'Type one mobile number that gets texts, such as 07700 900123.' }),
  }
  if (Object.keys(errors).length > 0 || !email?.value || !mobile?.value) return { description: null, errors }
  return {
    description: { forename, surname, relationship, email: email.value, mobile: mobile.value },
    errors: null,
  }
}

/** At least one letter of any script, and nothing that is no name. */
function isName(text: string): boolean {
  return text.length <= longestName && /\p{L}/u.test(text) && !/[<>{}@\\/]|https?:/i.test(text)
}
