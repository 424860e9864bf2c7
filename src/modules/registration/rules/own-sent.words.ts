import type { ChosenLanguage } from '../../preferences/index.ts'

/** What is sent to somebody about their own details; none of it quotes an address (VIS-6). Welsh keeps to letters of the usual price. */
type OwnSentWords = {
  link(school: string, link: string, days: number): string
  linkSubject(school: string): string
  changed: Record<'email' | 'sms', { subject: string; body(school: string, help: string): string }>
  unlinked(child: string, school: string, help: string): string
  /** `link` is null for somebody who has no page of their own. */
  question(school: string, link: string | null, help: string): string
  questionSubject(school: string): string
  unlinkedSubject(child: string): string
}

const en: OwnSentWords = {
  link: (school, link, days) =>
    `What ${school} keeps of you, and what you get: ${link} It works for ${days} days and is for you alone.`,
  linkSubject: (school) => `Your page at ${school}`,
  changed: {
    email: {
      subject: 'Your email address was changed',
      body: (school, help) =>
        `The email address that ${school} has for you was changed. If it was not you, tell ${help} at once.`,
    },
    sms: {
      subject: 'Your mobile number was changed',
      body: (school, help) =>
        `The mobile number that ${school} has for you was changed. If it was not you, tell ${help} at once.`,
    },
  },
  unlinked: (child, school, help) =>
    `You are not linked to ${child} at ${school} any more, as you asked. If it was not you, tell ${help} at once.`,
  unlinkedSubject: (child) => `You are not linked to ${child} any more`,
  question: (school, link, help) =>
    link
      ? `${school} would like to know whether what it holds of you is still right. Please look, and change what is not: ${link} It is for you alone. Questions: ${help}.`
      : `${school} would like to know whether your telephone number and email address are still right. Please tell ${help}.`,
  questionSubject: (school) => `Is what ${school} holds of you still right?`,
}

const cy: OwnSentWords = {
  link: (school, link, days) =>
    `Yr hyn y mae ${school} yn ei gadw amdanoch, a beth a gewch: ${link} Mae'n gweithio am ${days} diwrnod, i chi yn unig.`,
  linkSubject: (school) => `Eich tudalen yn ${school}`,
  changed: {
    email: {
      subject: 'Newidiwyd eich cyfeiriad e-bost',
      body: (school, help) =>
        `Newidiwyd y cyfeiriad e-bost sydd gan ${school} ar eich cyfer. Os nad chi a'i newidiodd, dywedwch wrth ${help} ar unwaith.`,
    },
    sms: {
      subject: 'Newidiwyd eich rhif symudol',
      body: (school, help) =>
        `Newidiwyd y rhif symudol sydd gan ${school} ar eich cyfer. Os nad chi a'i newidiodd, dywedwch wrth ${help} ar unwaith.`,
    },
  },
  unlinked: (child, school, help) =>
    `Nid ydych wedi'ch cysylltu â ${child} yn ${school} mwyach, fel y gofynnoch. Os nad chi a ofynnodd, dywedwch wrth ${help} ar unwaith.`,
  unlinkedSubject: (child) => `Nid ydych wedi'ch cysylltu â ${child} mwyach`,
  question: (school, link, help) =>
    link
      ? `Hoffai ${school} wybod a yw'r hyn y mae'n ei gadw amdanoch yn dal yn gywir. Edrychwch, a newidiwch yr hyn nad yw: ${link} I chi yn unig. Cwestiynau: ${help}.`
      : `Hoffai ${school} wybod a yw eich rhif a'ch cyfeiriad e-bost yn dal yn gywir. Dywedwch wrth ${help}.`,
  questionSubject: (school) => `A yw'r hyn y mae ${school} yn ei gadw amdanoch yn gywir?`,
}

/** In English where there are no words in a language. */
export function ownSentWords(language: ChosenLanguage | null): OwnSentWords {
  return language === 'cy' ? cy : en
}
