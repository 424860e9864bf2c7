/** The commonest passwords of published breaches that are long enough to matter once digits and signs at the end are taken off. */
export const commonPasswords = new Set(
  `password passw0rd p4ssword passphrase welcome welcometo letmein letmeinnow letmeinplease iloveyou iloveyousomuch iloveyouforever
  iloveyoubaby qwerty qwertyuiop qwertyuiopasdf qwerty123456 1qaz2wsx 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsx q1w2e3r4t5y6 1q2w3e4r5t6y
  asdfghjkl asdfghjklqwerty zxcvbnm administrator admin adminadmin changeme changemenow changemeplease default defaultpassword
  mypassword thisismypassword newpassword mynewpassword yourpassword secret supersecret topsecret trustno1 football footballer baseball basketball
  liverpool liverpoolfc manchester manchesterunited manutd arsenal chelsea chelseafc tottenham everton rangers celtic england
  sunshine princess princesses superman spiderman batman starwars startrek pokemon dragon monkey butterfly chocolate jellybean
  computer internet whatever nothing michael jennifer jessica charlotte alexander elizabeth christopher january february
  september october november december monday tuesday wednesday thursday friday saturday sunday summer winter spring autumn
  school schoolschool primaryschool myschool teacher headteacher headmaster schooloffice office reception receptionist gatehouse
  education classroom teaching simsadmin sims arbor bromcom family children correcthorsebatterystaple correct-horse-battery-staple
  abcdefghijkl abcd1234abcd 123456789abc 123456abcdef abc123abc123 a1b2c3d4e5f6 qazwsxedcrfv qazwsxedc!@# google facebook instagram
  linkedin youtube microsoft windows samsung iphone computerscience freedom forever mustang corvette ferrari mercedes master
  killer hunter shadow ranger harley jordan buster soccer hockey tigger charlie daniel george thomas william harry jack olivia
  amelia emily sophie grace london scotland ireland wales unitedkingdom birmingham newcastle newcastleunited leedsunited
  celticfc rangersfc happybirthday happynewyear merrychristmas thankyou thankyouverymuch opensesame godisgood jesuschrist jesusislord
  blessed blessings lovelove lovelovelove fuckyou fuckoff bollocks ihateyou ihatepasswords ihatethis nopassword notapassword
  test testtest testing testing123 testpassword guest guestguest temporary temppassword user username usernamepassword login logmein`
    .split(/\s+/)
    .filter((word) => word !== ''),
)
