export const account = {
  menu: 'Account',
  signIn: 'Sign in',
  register: 'Create an account',
  asGuest: 'Chat as a guest',
  signOut: 'Sign out',
  signOutEverywhere: 'Sign out on every device',
  signedOut: 'You are signed out.',
  kind: {
    member: 'member',
    guest: 'guest',
  },
  dialog: {
    signIn: 'Sign in',
    register: 'Create an account',
    guest: 'Chat as a guest',
    ways: 'How to come in',
  },
  tab: {
    signIn: 'Sign in',
    register: 'Register',
    guest: 'Guest',
  },
  guestText: 'Pick a name and chat at once. No password, and nothing to confirm.',
  field: {
    email: 'E-mail',
    password: 'Password',
    displayName: 'Display name',
  },
  hint: {
    password: '8 to 128 characters, and not one of the common ones',
    displayName: 'Others see this name in the chat',
  },
  wrong: {
    email: "Enter an e-mail address, like ann{'@'}example.org.",
    password: 'Choose 8 to 128 characters that are not a common password.',
    passwordMissing: 'Enter your password.',
    displayName:
      'Choose a name of 1 to 32 characters, in one script, that does not look like staff.',
    credentials: 'The e-mail address or the password is not right.',
    taken: 'This e-mail address or name is taken. Sign in if it is yours, or choose another.',
    nameTaken: 'This name is taken. Choose another.',
  },
  showPassword: 'Show the password',
};
