package id.potret.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.awt.Font;
import java.awt.font.TextLayout;

@AnalyzeClasses(packages = "id.potret", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theSandboxKnowsTheWireAndNobodyElse = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "id.potret.sandbox",
                    "java..",
                    "javax.imageio..",
                    "com.fasterxml.jackson.core..",
                    "com.fasterxml.jackson.databind..",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule nothingGlobalIsSet =
            noClasses().should().callMethod(System.class, "setProperty", String.class, String.class);

    @ArchTest
    static final ArchRule picturesNeedNoFonts =
            noClasses().should().dependOnClassesThat().belongToAnyOf(Font.class, TextLayout.class);
}
