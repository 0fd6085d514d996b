@echo off
rem Starts levels on Windows; needs Java 21 or newer in JAVA_HOME or on the PATH.
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" @cli.options@ -XX:TieredStopAtLevel=1 -cp "%~dp0..\lib\app\envdrift.jar" io.envdrift.cli.Main levels %*
exit /b %ERRORLEVEL%
