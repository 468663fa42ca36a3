/** Put in by the build of the tests. */
declare const CHECKOUT: string;

/** The folder that holds package.json. */
export const checkout: string = CHECKOUT;
