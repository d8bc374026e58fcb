/// The packaged product as its users see it: as a process, over HTTP, with AWS's own clients and a browser.
package io.fermata.e2e;
