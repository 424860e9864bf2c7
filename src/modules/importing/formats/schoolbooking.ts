import { foldCaption } from '../rules/fold-name.ts'
import type { Format } from './format.ts'

/** The file that schools make for SchoolBooking: `Forename`, `Surname` and perhaps `ID` stand twice, the pupil's first. */
export const schoolbooking: Format = {
  name: 'schoolbooking',
  words: 'SchoolBooking',
  recognise(captions) {
    const folded = captions.map(foldCaption)
    const count = (caption: string) => folded.filter((one) => one === caption).length
    if (count('forename') !== 2 || count('surname') !== 2) return null
    if (folded.includes('parentid'))
      return '“Forename” and “Surname” stand twice beside “Parent ID”, as in the file for SchoolBooking.'
    if (count('id') !== 2 || !folded.includes('contactpriority') || !folded.includes('contacthomeemail')) return null
    return '“ID”, “Forename” and “Surname” stand twice beside “(Contact) Priority”, as in the file for SchoolBooking.'
  },
  dayFirstByDefault: true,
}
