import type { LetterWords } from './words.ts'

const notice = [
  'Państwa imię i nazwisko, adres e-mail i numer telefonu służą nam do wysyłania wiadomości ze szkoły. Widzą je tylko ci pracownicy, którym są potrzebne, i żadna inna osoba dorosła.',
  'Rejestracja nie jest obowiązkowa. W każdej chwili można zrezygnować ze wszystkich wiadomości: wystarczy wybrać „Nic do mnie nie wysyłajcie” podczas rejestracji albo powiedzieć o tym w sekretariacie szkoły.',
]
const help =
  'Jeśli coś nie działa albo nie mogą Państwo korzystać z internetu, prosimy zwrócić się do sekretariatu szkoły. Chętnie pomożemy.'

export const polish: LetterWords = {
  documentTitle: 'Listy do rejestracji',
  title: {
    family: 'Rejestracja: wiadomości ze szkoły',
    'single-adult': 'Rejestracja: wiadomości ze szkoły',
    staff: 'Rejestracja: wiadomości ze szkoły',
  },
  pupil: 'Dziecko',
  member: 'Dla',
  class: 'Klasa',
  crest: 'Herb szkoły',
  whatToDo: 'Co należy zrobić',
  steps: [
    'Proszę zeskanować kwadratowy kod aparatem telefonu. Można też wejść na stronę {site} i wpisać numer listu oraz kod.',
    'Proszę podać imię i nazwisko, adres e-mail i numer telefonu. Na oba wyślemy krótki numer, aby sprawdzić, że należą do Państwa.',
    'Proszę wybrać, o czym i w jaki sposób mamy informować.',
  ],
  site: 'Adres strony',
  reference: 'Numer listu',
  codesHeading: { one: 'Państwa kod', several: 'Jeden kod dla każdej osoby dorosłej' },
  once: {
    one: 'Kod działa tylko raz i tylko dla Państwa. Prosimy go nikomu nie przekazywać.',
    several:
      'Każdy kod działa tylko raz, dla jednej osoby dorosłej. Prosimy zachować ten list, aż wszyscy się zarejestrują.',
  },
  code: { one: 'Państwa kod', several: 'Kod {place}' },
  qr: {
    one: 'Kwadratowy kod, który otwiera stronę rejestracji',
    several: 'Kwadratowy kod {place}, który otwiera stronę rejestracji',
  },
  expiry: 'Prosimy zarejestrować się do dnia {date}.',
  afterExpiry: 'Później sekretariat szkoły może wydrukować nowy list.',
  yourDetails: 'Państwa dane',
  help: 'Pomoc',
  locale: 'pl',
  direction: 'ltr',
  defaultText: {
    family: {
      paragraphs: [
        'Szanowni Państwo,',
        'szkoła {{school.name}} wysyła wiadomości SMS-em i e-mailem. Aby otrzymywać wiadomości, które dotyczą dziecka ({{pupil.name}}), prosimy zarejestrować się za pomocą tego listu. Zajmie to około pięciu minut.',
        'Każda osoba dorosła rejestruje się osobno i sama dba o swoje dane. Liczba osób dorosłych, które mogą się zarejestrować z tym listem: {{places}}.',
      ],
      notice,
      help,
    },
    'single-adult': {
      paragraphs: [
        'Szkoła {{school.name}} wysyła wiadomości SMS-em i e-mailem. Aby otrzymywać wiadomości, które dotyczą dziecka ({{pupil.name}}), prosimy zarejestrować się za pomocą tego listu. Zajmie to około pięciu minut.',
        'Ten list jest przeznaczony tylko dla Państwa. Sami Państwo dbają o swoje dane i nikt inny ich nie widzi.',
      ],
      notice,
      help,
    },
    staff: {
      paragraphs: [
        'Prosimy zarejestrować swój adres e-mail i numer telefonu za pomocą tego listu, aby szkoła {{school.name}} mogła się z Państwem skontaktować. Zajmie to około pięciu minut.',
      ],
      notice,
      help,
    },
  },
}
