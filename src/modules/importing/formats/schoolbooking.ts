import { foldCaption } from '../rules/fold-name.ts'
import type { Format } from './format.ts'

/** The file that schools make for SchoolBooking: `Forename` and `Surname` stand twice, the pupil's first. */
export const schoolbooking: Format = {
  name: 'schoolbooking',
  words: 'SchoolBooking',
  recognise(captions) {
    const folded = captions.map(foldCaption)
    const count = (caption: string) => folded.filter((one) => one === caption).length
    if (count('forename') !== 2 || count('surname') !== 2 || !folded.includes('parentid')) return null
    return '“Forename” and “Surname” stand twice beside “Parent ID”, as in the file for SchoolBooking.'
  },
  dayFirstByDefault: true,
}
