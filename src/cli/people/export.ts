import {
  type ContactPoint,
  type ExportedAdult,
  type ExportedMember,
  exportPeople,
  listIssues,
} from '../../modules/people/index.ts'
import { findSchoolBySlug } from '../../modules/schools/index.ts'
import { defineCommand } from '../command.ts'
import { schoolOption } from '../options.ts'

export const exportPeopleCommand = defineCommand({
  name: 'people export',
  summary: 'Print everybody of a school: members, adults with their links and contact points, open data issues',
  options: { school: schoolOption },
  async run(app, { values }) {
    const db = await app.database()
    const school = await findSchoolBySlug(db, values.school)
    const data = await db.inSchool(school.id, async (trx) => {
      const people = { members: [] as unknown[], adults: [] as unknown[] }
      for await (const page of exportPeople(trx, school.id)) {
        people.members.push(...page.members.map(memberAsData))
        people.adults.push(...page.adults.map(adultAsData))
      }
      const issues = await listIssues(trx, school.id)
      return {
        ...people,
        issues: issues.map(({ kind, pupilId, adultId, detail, pupilName, admissionNumber, adultName }) => ({
          kind,
          pupil: pupilId,
          adult: adultId,
          detail,
          pupilName,
          admissionNumber,
          adultName,
        })),
      }
    })
    return {
      data,
      words: `${data.members.length} members, ${data.adults.length} adults, ${data.issues.length} data issues. Use --json for all of it.`,
    }
  },
})

function memberAsData(member: ExportedMember) {
  const {
    id,
    role,
    misId,
    admissionNumber,
    upn,
    forename,
    surname,
    birthDate,
    year,
    registrationGroup,
    status,
    groups,
  } = member
  const { legalForename, legalSurname, house } = member
  return {
    id,
    role,
    misId,
    admissionNumber,
    upn,
    forename,
    surname,
    legalForename,
    legalSurname,
    birthDate,
    year,
    registrationGroup,
    house,
    status,
    groups,
    contactPoints: member.contactPoints.map(pointAsData),
  }
}

function adultAsData(adult: ExportedAdult) {
  const { id, misIds, title, forename, surname, origin } = adult
  return {
    id,
    misIds,
    title,
    forename,
    surname,
    origin,
    optedOut: adult.optOuts.includes('all'),
    optOuts: adult.optOuts,
    contactPoints: adult.contactPoints.map(pointAsData),
    links: adult.links.map((link) => ({
      id: link.id,
      pupil: link.pupilId,
      admissionNumber: link.admissionNumber,
      relationship: link.relationship,
      priority: link.priority,
      parentalResponsibility: link.parentalResponsibility,
      courtOrder: link.courtOrder.flag,
      livesWith: link.livesWith,
      prime: link.prime,
      origin: link.origin,
      status: link.state,
    })),
  }
}

function pointAsData({ kind, value, raw, origin, smsCapable, usable, reason, note, blockedAt }: ContactPoint) {
  return { kind, value, raw, origin, smsCapable, usable: usable && blockedAt === null, reason, note }
}
