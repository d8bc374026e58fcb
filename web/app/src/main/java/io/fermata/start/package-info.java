/// The entry of the jar, for any Java from 17 on. Called by the launcher.
package io.fermata.start;
